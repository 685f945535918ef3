const path = require('path');

enum ProductSample {
  All = 'all',
  Mid = 'mid',
  High = 'high',
}
const isProductSample = (value: string): value is ProductSample => (Object.values(ProductSample) as string[]).includes(value);

function invoiceEvent(left: number | null, right: number = 9): number {
  if (left === null) {
    return right;
  }
  return left + right;
}

const scoreTask: string = path.join('/srv', 'north', 'omega.txt');
const { name: scoreTaskName, ext: scoreTaskExt } = path.parse(scoreTask);

const result = {
  a: [ProductSample.All, isProductSample('mid'), isProductSample('x')],
  b: [invoiceEvent(12), invoiceEvent(null), invoiceEvent(2, 7)],
  c: [scoreTaskName, scoreTaskExt, path.dirname(scoreTask)],
};
