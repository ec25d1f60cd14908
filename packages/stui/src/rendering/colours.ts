/** Colours, where the stream is a terminal that wants them. */

type Paint = (text: string) => string;
export interface Colours {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
  readonly yellow: Paint;
  readonly magenta: Paint;
  readonly blue: Paint;
}

const plain: Paint = (text) => text;
export const noColours: Colours = {
  bold: plain,
  dim: plain,
  red: plain,
  green: plain,
  cyan: plain,
  yellow: plain,
  magenta: plain,
  blue: plain,
};

/** The module is loaded only where there is something to paint: most runs are into pipes, and short. */
export const coloursFor = async (stream: { readonly isTTY?: boolean }): Promise<Colours> => {
  const { NO_COLOR, TERM } = process.env;
  if (stream.isTTY !== true || (NO_COLOR !== undefined && NO_COLOR !== "") || TERM === "dumb")
    return noColours;
  const { createColors } = (await import("picocolors")).default;
  return createColors(true);
};
