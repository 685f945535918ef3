const label = 'x'
(function () {
  console.log(label);
})();
const result = label;
