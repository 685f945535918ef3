interface Order {
  prices: number[];
  tax?: number;
}

function total(order: Order): { net: number; gross: number } {
  const net = order.prices.reduce((sum: number, price: number) => sum + price, 0);
  const gross = Math.round(net * (1 + (order.tax ?? 0)) * 100) / 100;
  return { net, gross };
}

const result = total(inputData as Order);
