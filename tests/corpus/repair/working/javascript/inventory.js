class Warehouse {
  constructor() {
    this.items = new Map();
  }

  add(item) {
    this.items.set(item.sku, { ...item });
    return this;
  }

  total() {
    let sum = 0;
    for (const { qty, price } of this.items.values()) {
      sum += qty * price;
    }
    return sum;
  }

  missing() {
    return [...this.items.values()].filter((item) => item.qty === 0).map((item) => item.sku);
  }
}

const warehouse = new Warehouse();
for (const item of inputData.items) {
  warehouse.add(item);
}
const result = { total: warehouse.total(), missing: warehouse.missing() };
