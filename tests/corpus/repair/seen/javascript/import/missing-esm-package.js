import chalk from 'chalk-of-nowhere';
const result = chalk.red('x');
