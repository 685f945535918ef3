import path from "node:path";

const fileSignal: string = path.join("/srv", "plum", "pear.txt");
const { name: fileSignalName, ext: fileSignalExt } = path.parse(fileSignal);

enum OrderPage {
  High = "high",
  Low = "low",
  All = "all",
}
const isOrderPage = (value: string): value is OrderPage => (Object.values(OrderPage) as string[]).includes(value);

const scoreRecord: number[] = inputData.scoreRecord ?? [44, 73, 98, 17];
const scoreRecordLabel = `n=${scoreRecord.length} max=${Math.max(...scoreRecord)}`;
console.log(scoreRecordLabel + " done");

throw new Error('TypeError: only mentioned');
const result = {
  a: [fileSignalName, fileSignalExt, path.dirname(fileSignal)],
  b: [OrderPage.High, isOrderPage("low"), isOrderPage("x")],
  c: scoreRecordLabel,
};
