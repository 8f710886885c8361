// Stands in for @vscode/spdlog, whose native part needs a compiler: the same calls, writing synchronously with node:fs.
'use strict';

const { closeSync, openSync, promises, writeSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
const METHODS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
let globalLevel = 0;

class Logger {
  constructor(file) {
    this.level = LEVELS.indexOf('info');
    this.isPlain = false;
    this.fd = openSync(file, 'a');
  }

  write(level, message) {
    if (this.fd === undefined || level < this.level || level < globalLevel) return;
    const stamp = new Date().toISOString().replace('T', ' ').replace('Z', '');
    writeSync(this.fd, this.isPlain ? message : `${stamp} [${LEVELS[level]}] ${message}\n`);
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {}

  clearFormatters() {
    this.isPlain = true;
  }

  flush() {}

  drop() {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }
}

for (const [level, method] of METHODS.entries()) {
  Logger.prototype[method] = function log(message) {
    this.write(level, message);
  };
}

async function create(_name, file) {
  await promises.mkdir(dirname(file), { recursive: true });
  return new Logger(file);
}

exports.version = 1;
exports.Logger = Logger;
exports.setLevel = (level) => {
  globalLevel = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
