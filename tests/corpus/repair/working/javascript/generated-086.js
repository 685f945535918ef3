const vectorRecord = [...'alpha=84, plum=21, apple=26'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const vectorRecordClean = 'alpha=84, plum=21, apple=26'.replace(/[^a-z]+/gi, '_');

const courseFile = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 9 + column));
const courseFileRows = courseFile.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const pageCity = (start) => {
  let value = start;
  return {
    next: () => (value += 6),
    reset() {
      value = start;
    },
  };
};
const pageRoute = pageCity(22);
const pageRouteSeen = [pageRoute.next(), pageRoute.next()];
pageRoute.reset();

const result = {
  a: { pairs: Object.fromEntries(vectorRecord), clean: vectorRecordClean },
  b: { rows: courseFileRows, corner: courseFile[0][2] },
  c: [...pageRouteSeen, pageRoute.next()],
};
