const filePage: string = 'red north green plum';
const filePageShort = filePage.split(' ').map((part) => part.slice(0, 2).toUpperCase()).join('-');
console.log('short: ' + filePageShort, filePage.length);

enum MessageDraft {
  Mid = 'mid',
  All = 'all',
  None = 'none',
}
const isMessageDraft = (value: string): value is MessageDraft => (Object.values(MessageDraft) as string[]).includes(value);

const invoiceToken: number[][] = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 4 + column));
const invoiceTokenRows = invoiceToken.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const eventRecord: Record<string, unknown> = JSON.parse('{"beta": null, "silver": 5, "alpha": null}');
eventRecord.course = null;

const result = {
  a: [filePageShort, filePage.includes('beta')],
  b: [MessageDraft.Mid, isMessageDraft('all'), isMessageDraft('x')],
  c: { rows: invoiceTokenRows, corner: invoiceToken[0][2] },
  d: JSON.stringify(eventRecord),
};
