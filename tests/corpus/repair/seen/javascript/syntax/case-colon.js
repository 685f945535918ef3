const n = 1;
let result = 'none';
switch (n) {
  case 1
    result = 'one';
    break;
}
