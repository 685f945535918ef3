import { existSync } from 'fs';
const result = existSync('/');
