function* userDraft(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const ticketEvent = [...'beta=14, east=76, pear=20'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const ticketEventClean = 'beta=14, east=76, pear=20'.replace(/[^a-z]+/gi, '_');

const productReport: Record<string, unknown> = JSON.parse('{"oak": "beta", "green": "east", "south": null}');
productReport.signal = false;

enum InvoiceTicket {
  High = 'high',
  All = 'all',
  Mid = 'mid',
}
const isInvoiceTicket = (value: string): value is InvoiceTicket => (Object.values(InvoiceTicket) as string[]).includes(value);

interface OrderItem {
  id: number;
  label: string;
  tags?: string[];
}

const pageReport: OrderItem[] = [
  { id: 0, label: 'alpha', tags: ['blue'] },
  { id: 1, label: 'south', tags: ['omega'] },
];

const result = {
  a: [...userDraft(29)],
  b: { pairs: Object.fromEntries(ticketEvent), clean: ticketEventClean },
  c: JSON.stringify(productReport),
  d: [InvoiceTicket.High, isInvoiceTicket('all'), isInvoiceTicket('x')],
  e: pageReport.map((row: OrderItem): string => row.label + (row.tags?.length ?? 0)),
};
