#include "paper/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <stdbool.h>

#include "base/i18n.h"

#define QR_MARGIN 2 /* modules */

static bool
is_dark(const QRcode *code, int row, int column)
{
	return row >= 0 && column >= 0 && row < code->width && column < code->width && (code->data[row * code->width + column] & 1);
}

enum status
qr_text(const char *text, struct buf *out, struct err *err)
{
	static const char *const cells[2][2] = { { " ", "▄" }, { "▀", "█" } };
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);

	if (!code)
		return err_errno(err, errno, _("this text makes no QR code"));
	for (int row = -QR_MARGIN; row < code->width + QR_MARGIN; row += 2) {
		for (int column = -QR_MARGIN; column < code->width + QR_MARGIN; column++)
			buf_text_add(out, cells[is_dark(code, row, column)][is_dark(code, row + 1, column)]);
		buf_char(out, '\n');
	}
	QRcode_free(code);
	return STATUS_OK;
}
