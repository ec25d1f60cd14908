import { imageContract } from "../contract/image.contract.js";
import { openProcessImage } from "./process-host.js";

const unexpected = {
  onDeath: (reason: string): void => {
    throw new Error(`the image died: ${reason}`);
  },
};

imageContract("process", () => openProcessImage(unexpected));
