// Runs Code.gs with stand-ins for the script services: reads a story from stdin, prints what happened.
const crypto = require('crypto');
const fs = require('fs');
const vm = require('vm');

const story = JSON.parse(fs.readFileSync(0, 'utf8'));
const sent = [];
const log = [];
const triggers = (story.triggers || []).slice(); // each "function source"
let destination = story.destination || null;

function range(sheet, row, column, rows, columns) {
  return {
    getSheet: () => sheet,
    getRow: () => row,
    getColumn: () => column,
    getNumRows: () => rows,
    getNumColumns: () => columns,
    getDisplayValues: () =>
      Array.from({ length: rows }, (_, r) =>
        Array.from({ length: columns }, (_, c) => ((story.cells || [])[row - 1 + r] || [])[column - 1 + c] || '')
      )
  };
}

const sheet = {
  getName: () => story.sheet,
  getLastColumn: () => Math.max(1, ...(story.cells || []).map((row) => row.length)),
  getRange: (row, column, rows, columns) => range(sheet, row, column, rows, columns)
};

const services = {
  console: { warn: (text) => log.push(text) },
  Date: { now: () => story.now * 1000 },
  PropertiesService: { getScriptProperties: () => ({ getProperties: () => ({ ...story.properties }) }) },
  FormApp: {
    DestinationType: { SPREADSHEET: 'SPREADSHEET' },
    openById: (id) => ({
      id,
      getDestinationId: () => {
        if (!destination) throw new Error('The form currently has no response destination.');
        return destination;
      },
      setDestination: (type, where) => {
        destination = where;
        log.push(`linked ${id} ${type} ${where}`);
      }
    })
  },
  SpreadsheetApp: { openById: (id) => ({ id }) },
  ScriptApp: {
    getProjectTriggers: () =>
      triggers.map((one) => ({ one, getHandlerFunction: () => one.split(' ')[0], getTriggerSourceId: () => one.split(' ')[1] })),
    deleteTrigger: ({ one }) => { triggers.splice(triggers.indexOf(one), 1); log.push(`deleted ${one}`); },
    newTrigger: (name) => {
      const made = (source, kind) => () => ({ create: () => { triggers.push(`${name} ${source.id}`); log.push(`trigger ${name} ${kind} ${source.id}`); } });
      return {
        forForm: (form) => ({ onFormSubmit: made(form, 'onFormSubmit') }),
        forSpreadsheet: (register) => ({ onFormSubmit: made(register, 'onFormSubmit'), onEdit: made(register, 'onEdit') })
      };
    }
  },
  Utilities: {
    Charset: { UTF_8: 'UTF_8' },
    computeHmacSha256Signature: (text, key) =>
      Array.from(crypto.createHmac('sha256', Buffer.from(key, 'utf8')).update(text, 'utf8').digest()).map((byte) => (byte > 127 ? byte - 256 : byte))
  },
  UrlFetchApp: {
    fetch: (url, options) => {
      if (story.unreachable) throw new Error('DNS error');
      sent.push({ url, ...options });
      return { getResponseCode: () => story.status || 204 };
    }
  }
};

const context = vm.createContext(services);
vm.runInContext(fs.readFileSync(process.argv[2], 'utf8'), context);
let error = '';
try {
  const event = story.edit
    ? {
        range: range(sheet, ...story.edit),
        user: { getEmail: () => story.editor || '' }
      }
    : undefined;
  context[story.call](event);
} catch (thrown) {
  error = String(thrown.message);
}
process.stdout.write(JSON.stringify({ sent, log, triggers, destination, error }));
