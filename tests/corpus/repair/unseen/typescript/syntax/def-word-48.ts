const sensorToken: number[] = [84, 62, 39, 21, 86, 63];
let sampleTicket = 0;
for (let i = 0; i < sensorToken.length; i++) {
  if (sensorToken[i] > 52) {
    sampleTicket += sensorToken[i];
  } else if (sensorToken[i] % 2 === 0) {
    sampleTicket -= 1;
  } else {
    continue;
  }
}

let signalRoute = 49;
const reportProduct: number[] = [];
while (signalRoute > 1 && reportProduct.length < 13) {
  signalRoute = signalRoute % 2 === 0 ? signalRoute / 2 : 3 * signalRoute + 1;
  reportProduct.push(signalRoute);
}

enum RouteRoute {
  None = "none",
  Mid = "mid",
  High = "high",
}
const isRouteRoute = (value: string): value is RouteRoute => (Object.values(RouteRoute) as string[]).includes(value);

const orderAccount = [..."plum=79, iron=91, silver=16".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const orderAccountClean = "plum=79, iron=91, silver=16".replace(/[^a-z]+/gi, "_");

def accountDraft<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const result = {
  a: sampleTicket,
  b: reportProduct,
  c: [RouteRoute.None, isRouteRoute("mid"), isRouteRoute("x")],
  d: { pairs: Object.fromEntries(orderAccount), clean: orderAccountClean },
  e: [...accountDraft([17, 64, 34, 90, 49, 63], (n: number): number => n % 2).keys()].sort(),
};
