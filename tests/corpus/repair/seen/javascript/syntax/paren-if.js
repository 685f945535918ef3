const n = 20;
let result = 'small';
if (n > 10 {
  result = 'big';
}
