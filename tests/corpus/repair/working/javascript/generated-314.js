const cityInvoice = (start) => {
  let value = start;
  return {
    next: () => (value += 4),
    reset() {
      value = start;
    },
  };
};
const vectorProduct = cityInvoice(25);
const vectorProductSeen = [vectorProduct.next(), vectorProduct.next()];
vectorProduct.reset();

const cityPage = JSON.parse('{"green": 1, "gold": null, "north": "south"}');
cityPage.sensor = false;

const result = {
  a: [...vectorProductSeen, vectorProduct.next()],
  b: JSON.stringify(cityPage),
};
