import { imageContract } from "../image.contract.js";
import { openThreadImage } from "./thread-host.js";

const unexpected = {
  onDeath: (reason: string): void => {
    throw new Error(`the image died: ${reason}`);
  },
};

imageContract("thread", () => openThreadImage(unexpected));
