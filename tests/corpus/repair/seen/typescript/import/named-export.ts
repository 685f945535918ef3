import { existSync } from 'node:fs';
const result: boolean = existSync('/');
