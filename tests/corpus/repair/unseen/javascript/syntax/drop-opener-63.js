const productNode = [..."alpha=63, east=47".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const productNodeClean = "alpha=63, east=47".replace(/[^a-z]+/gi, "_");

const pageShape = "apple west green pine";
const pageShapeShort = pageShape.split(" ").map((part) => part.slice(0, 2).toUpperCase()).join("-");
console.log("short: " + pageShapeShort, pageShape.length);

const result = {
  a: { pairs: Object.fromEntries(productNode), clean: productNodeClean },
  b: [pageShapeShort, pageShape.includes"omega")],
};
