// exceljs edits workbooks: `node by_exceljs.js TASKS.json`.
//
// `scripts/foreign_workbooks.py` writes the tasks: a list of {source, target, steps}. exceljs is no spreadsheet
// program: it sorts nothing, reckons nothing, and loses what it does not know. So do others that people use.

import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';

const EPOCH = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

// What a step puts into a cell. A number goes in as a day where the cell shows days.
function put(cell, step) {
  if ('number' in step) {
    const shows_days = /[dy]/.test(cell.numFmt ?? '');
    cell.value = shows_days ? new Date(EPOCH + Math.round(step.number * DAY)) : step.number;
  } else if ('formula' in step) {
    const result = step.error ? { error: step.error } : step.value;
    cell.value = { formula: step.formula.slice(1), result };
  } else {
    cell.value = step.text;
  }
}

function copy(from, to) {
  to.value = from.value;
  to.style = from.style;
}

// Cells of one row, left to right, as plain values that can be put down elsewhere.
function taken(sheet, row, left, right) {
  const cells = [];
  for (let column = left; column <= right; column += 1) {
    const cell = sheet.getCell(row, column);
    cells.push({ value: cell.value, style: cell.style });
  }
  return cells;
}

function put_down(sheet, row, left, cells) {
  cells.forEach((cell, n) => copy(cell, sheet.getCell(row, left + n)));
}

const EDITS = {
  set(sheet, step) {
    put(sheet.getCell(step.row, step.column), step);
  },

  clear(sheet, step) {
    sheet.getCell(step.row, step.column).value = null;
  },

  sort(sheet, step) {
    const rows = [];
    for (let row = step.top; row <= step.bottom; row += 1) {
      rows.push({ key: sheet.getCell(row, step.by).text, cells: taken(sheet, row, step.left, step.right) });
    }
    const order = new Intl.Collator('en-GB');
    rows.sort((a, b) => !a.key - !b.key || order.compare(a.key, b.key)); // empty cells come last
    rows.forEach((row, n) => put_down(sheet, step.top + n, step.left, row.cells));
  },

  filter(sheet, step) {
    for (let row = step.top + 1; row <= step.bottom; row += 1) {
      sheet.getRow(row).hidden = sheet.getCell(row, step.by).text !== step.keep;
    }
  },

  hide(sheet, step) {
    step.rows.forEach((row) => { sheet.getRow(row).hidden = true; });
  },

  delete(sheet, step) {
    step.rows.forEach((row) => sheet.spliceRows(row, 1));
  },

  duplicate(sheet, step) {
    for (let row = step.last; row > step.row; row -= 1) {
      put_down(sheet, row + 1, 1, taken(sheet, row, 1, step.width));
    }
    put_down(sheet, step.row + 1, 1, taken(sheet, step.row, 1, step.width));
    step.but.forEach((each) => put(sheet.getCell(step.row + 1, each.column), each));
  },

  move(sheet, step) {
    for (let row = step.top; row <= step.bottom; row += 1) {
      const cells = taken(sheet, row, step.left, step.right);
      const [moved] = cells.splice(step.from - step.left, 1);
      cells.splice(step.to - step.left - (step.to > step.from ? 1 : 0), 0, moved);
      put_down(sheet, row, step.left, cells);
    }
  },

  insert_row(sheet, step) {
    for (let row = step.bottom; row >= step.top; row -= 1) {
      put_down(sheet, row + 1, 1, taken(sheet, row, 1, step.right + 1));
    }
    put_down(sheet, step.top, 1, taken(sheet, step.top, 1, step.right + 1).map(() => ({ value: null, style: {} })));
    sheet.getCell(step.top, 1).value = step.text;
  },

  insert_column(sheet, step) {
    for (let row = step.top; row <= step.bottom; row += 1) {
      put_down(sheet, row, step.column + 1, taken(sheet, row, step.column, step.right));
      const words = row === step.top ? step.head : step.text;
      sheet.getCell(row, step.column).value = row <= step.top + 3 ? words : null;
    }
  },

  merge(sheet, step) {
    sheet.mergeCells(step.top, step.left, step.bottom, step.right);
  },

  rename_sheet(sheet, step) {
    sheet.name = step.to;
  },

  add_sheet(_sheet, step, book) {
    const made = book.addWorksheet(step.sheet);
    made.getCell(1, 1).value = step.text;
    book.worksheets.forEach((sheet) => { sheet.orderNo += 1; });
    made.orderNo = 0;
  },

  delete_sheet(sheet, _step, book) {
    book.removeWorksheet(sheet.id);
  },

  title(_sheet, step, book) {
    book.title = step.to;
  },
};

for (const task of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(task.source);
  for (const step of task.steps) {
    EDITS[step.do](step.sheet ? book.getWorksheet(step.sheet) : null, step, book);
  }
  book.creator = 'Another program';
  book.modified = new Date();
  await book.xlsx.writeFile(task.target);
}
