enum EventTicket {
  All = "all",
  Low = "low",
  Mid = "mid",
}
const isEventTicket = (value: string): value is EventTicket => (Object.values(EventTicket) as string[]).includes(value);

const invoiceSample: number[] = inputData.invoiceSample ?? [15, 57, 25, 50];
const invoiceSampleLabel = `n=${invoiceSample.length} max=${Math.max(...invoiceSample)}`;
console.log(invoiceSampleLabel + " done");

let invoiceChannel = 13;
const tokenSample: number[] = [];
while invoiceChannel > 1 && tokenSample.length < 26 {
  invoiceChannel = invoiceChannel % 2 === 0 ? invoiceChannel / 2 : 3 * invoiceChannel + 1;
  tokenSample.push(invoiceChannel);
}

const result = {
  a: [EventTicket.All, isEventTicket("low"), isEventTicket("x")],
  b: invoiceSampleLabel,
  c: tokenSample,
};
