const recordVector = [..."omega=3, east=99, north=19, green=13".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const recordVectorClean = "omega=3, east=99, north=19, green=13".replace(/[^a-z]+/gi, "_");

type FileDraft = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function tokenRecord(shape: FileDraft): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const shapeRoute: number[] = inputData.shapeRoute ?? [49, 10, 20, 90];
const shapeRouteLabel = `n=${shapeRoute.length} max=${Math.max(...shapeRoute)}`;
console.log(shapeRouteLabel + " done");

const result = {
  a: { pairs: Object.fromEntries(recordVector), clean: recordVectorClean },
  b: [tokenRecord({ kind: 'circle', radius: 4 }), tokenRecord({ kind: 'box', width: 3, height: 1 } as FileDraft)],
  c: shapeRouteLabel,
};
