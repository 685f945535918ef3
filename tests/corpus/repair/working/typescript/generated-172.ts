enum FileFile {
  All = "all",
  None = "none",
  High = "high",
}
const isFileFile = (value: string): value is FileFile => (Object.values(FileFile) as string[]).includes(value);

const itemMessage: number[][] = Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => row * 5 + column));
const itemMessageRows = itemMessage.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const batchAccount = [..."north=28, iron=62".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const batchAccountClean = "north=28, iron=62".replace(/[^a-z]+/gi, "_");

const result = {
  a: [FileFile.All, isFileFile("none"), isFileFile("x")],
  b: { rows: itemMessageRows, corner: itemMessage[0][3] },
  c: { pairs: Object.fromEntries(batchAccount), clean: batchAccountClean },
};
