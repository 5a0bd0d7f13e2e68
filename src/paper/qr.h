#ifndef PAPER_QR_H
#define PAPER_QR_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Digits as a QR code of text, for a terminal: a cell holds two modules, one above the other, dark ones as blocks. */

/* Appends the lines, each ended by \n, with a quiet margin. INVALID: this louce was built without QR codes, or the text is too long. */
MUST_CHECK enum status qr_text(const char *text, struct buf *out, struct err *err);

#endif
