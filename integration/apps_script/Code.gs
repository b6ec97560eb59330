/**
 * Tanggap's messenger in the spreadsheet: links the Form, says "look now" at once.
 *
 * In:    Script Properties FORM_ID, REGISTER_ID, HOOK_URL (https://.../hooks/script), HOOK_SECRET;
 *        ANSWERS_ID, where the Form's answers land: without it in the register, for all its readers.
 * Out:   signed calls: {"kind": "form"} and {"kind": "edit", sheet, register_no, header, editor}.
 * Rule:  a hint only, never a customer's words: the service reads the sheet itself. HMAC-SHA256 over
 *        "<unix seconds>.<body>". A call that fails is not repeated: the service also looks by itself.
 * Never: writes into a cell. Start with `setup()`, once, in the editor.
 */

const REGISTER_TAB = 'Register';
const NUMBER_HEADER = 'No. Register';
const REGISTER_NO = /^ADU\/\d{4}\/\d{4,}$/;
const MOST_ROWS = 20; // a pasted block: so many rows are named, then one call without names

/** Link the Form to its spreadsheet and install the triggers; safe to run again. */
function setup() {
  const wanted = properties_();
  linkForm_(wanted.FORM_ID, wanted.ANSWERS_ID || wanted.REGISTER_ID);
  installTriggers_(wanted.FORM_ID, wanted.REGISTER_ID);
  const answer = send_({ kind: 'form' });
  if (answer !== 204) {
    throw new Error('Layanan menjawab ' + answer + '. Periksa HOOK_URL dan HOOK_SECRET.');
  }
}

/** Installable trigger: somebody submitted the Form. */
function onFormSubmitted() {
  send_({ kind: 'form' });
}

/** Installable trigger: somebody edited the spreadsheet. */
function onEdited(event) {
  const range = event.range;
  const sheet = range.getSheet();
  if (range.getRow() === 1 && range.getNumRows() === 1) {
    send_({ kind: 'edit', sheet: sheet.getName() });
    return;
  }
  const named = sheet.getName() === REGISTER_TAB ? namedCells_(event, sheet, range) : [];
  if (named.length === 0) {
    send_({ kind: 'edit', sheet: sheet.getName() });
    return;
  }
  named.forEach(function (cell) {
    send_(cell);
  });
}

/** Which cases and columns an edit touched, and who made it; empty when it cannot be said. */
function namedCells_(event, sheet, range) {
  const editor = event.user && event.user.getEmail ? event.user.getEmail() : '';
  const headers = sheet.getRange(1, 1, 1, sheet.getLastColumn()).getDisplayValues()[0];
  const numberColumn = headers.indexOf(NUMBER_HEADER) + 1;
  const first = Math.max(range.getRow(), 2);
  const rows = range.getRow() + range.getNumRows() - first;
  if (!editor || numberColumn === 0 || rows < 1 || rows * range.getNumColumns() > MOST_ROWS) {
    return [];
  }
  const numbers = sheet.getRange(first, numberColumn, rows, 1).getDisplayValues();
  const cells = [];
  numbers.forEach(function (row) {
    for (let at = 0; at < range.getNumColumns(); at += 1) {
      const header = headers[range.getColumn() - 1 + at];
      if (REGISTER_NO.test(row[0]) && header) {
        cells.push({
          kind: 'edit',
          sheet: REGISTER_TAB,
          register_no: row[0],
          header: header,
          editor: editor
        });
      }
    }
  });
  return cells;
}

function linkForm_(formId, spreadsheetId) {
  const form = FormApp.openById(formId);
  let linked = '';
  try {
    linked = form.getDestinationId() || '';
  } catch (notLinked) {
    // FormApp throws where a form has no destination
    linked = '';
  }
  if (linked !== spreadsheetId) {
    form.setDestination(FormApp.DestinationType.SPREADSHEET, spreadsheetId);
  }
}

// The Form's own trigger: one of a spreadsheet falls silent once the Form is linked to another.
function installTriggers_(formId, registerId) {
  if (!isInstalled_('onFormSubmitted', formId)) {
    ScriptApp.newTrigger('onFormSubmitted').forForm(FormApp.openById(formId)).onFormSubmit().create();
  }
  if (!isInstalled_('onEdited', registerId)) {
    ScriptApp.newTrigger('onEdited').forSpreadsheet(SpreadsheetApp.openById(registerId)).onEdit().create();
  }
}

/** Whether a function is called for this Form or spreadsheet; triggers for others are taken away. */
function isInstalled_(name, sourceId) {
  let found = false;
  ScriptApp.getProjectTriggers().forEach(function (trigger) {
    if (trigger.getHandlerFunction() !== name) {
      return;
    }
    if (trigger.getTriggerSourceId() === sourceId) {
      found = true;
    } else {
      ScriptApp.deleteTrigger(trigger);
    }
  });
  return found;
}

function properties_() {
  const all = PropertiesService.getScriptProperties().getProperties();
  const missing = ['FORM_ID', 'REGISTER_ID', 'HOOK_URL', 'HOOK_SECRET'].filter(function (name) {
    return !all[name];
  });
  if (missing.length > 0) {
    throw new Error('Project Settings > Script Properties belum berisi: ' + missing.join(', '));
  }
  if (all.HOOK_URL.indexOf('https://') !== 0) {
    throw new Error('HOOK_URL harus dimulai dengan https://');
  }
  return all;
}

/** Send one signed hint; the HTTP status, or 0 when the service could not be reached. */
function send_(hint) {
  const all = properties_();
  const body = JSON.stringify(hint);
  const seconds = String(Math.floor(Date.now() / 1000));
  const bytes = Utilities.computeHmacSha256Signature(
    seconds + '.' + body,
    all.HOOK_SECRET,
    Utilities.Charset.UTF_8
  );
  try {
    return UrlFetchApp.fetch(all.HOOK_URL, {
      method: 'post',
      contentType: 'application/json; charset=utf-8',
      payload: body,
      headers: { 'X-Tanggap-Time': seconds, 'X-Tanggap-Signature': hex_(bytes) },
      muteHttpExceptions: true,
      followRedirects: false
    }).getResponseCode();
  } catch (unreachable) {
    console.warn('Layanan tidak terjangkau; perubahan akan terlihat pada pemantauan berkala.');
    return 0;
  }
}

/** Apps Script gives signed bytes. */
function hex_(bytes) {
  return bytes
    .map(function (byte) {
      return ('0' + (byte & 255).toString(16)).slice(-2);
    })
    .join('');
}
