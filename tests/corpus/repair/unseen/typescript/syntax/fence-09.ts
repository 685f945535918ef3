Sure, this should work.

```typescript
const { createHash } = require('crypto');
const path = require('path');

enum RecordInvoice {
  Mid = 'mid',
  Low = 'low',
  None = 'none',
}
const isRecordInvoice = (value: string): value is RecordInvoice => (Object.values(RecordInvoice) as string[]).includes(value);

function signalRoute<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const productInvoice: string = path.join('/srv', 'gold', 'apple.txt');
const { name: productInvoiceName, ext: productInvoiceExt } = path.parse(productInvoice);

const userRoute = createHash('md5').update('beta').digest('hex');

const result = {
  a: [RecordInvoice.Mid, isRecordInvoice('low'), isRecordInvoice('x')],
  b: [...signalRoute([59, 64, 97, 17, 94, 75], (n: number): number => n % 2).keys()].sort(),
  c: [productInvoiceName, productInvoiceExt, path.dirname(productInvoice)],
  d: userRoute.slice(0, 12),
};
```
