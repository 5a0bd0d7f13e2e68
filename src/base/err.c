#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/visible.h"

/* Cuts a text that was truncated in the middle of a character. */
static void
mend_end(char *text, size_t size)
{
	size_t len = strlen(text);
	size_t back = len;
	unsigned char first;

	if (len + 1 < size)
		return;
	while (back > 0 && ((unsigned char)text[back - 1] & 0xc0) == 0x80)
		back--;
	if (back == 0)
		return;
	first = (unsigned char)text[back - 1];
	if (first >= 0xc0 && len - back + 1 < (first >= 0xf0 ? 4u : first >= 0xe0 ? 3u : 2u))
		text[back - 1] = '\0';
}

enum status
err_set(struct err *err, enum status status, const char *fmt, ...)
{
	struct buf text = { 0 }; /* an argument may be err->text itself */
	va_list args;

	if (!err)
		return status;
	va_start(args, fmt);
	visible_vprintf(&text, fmt, args); /* a file's name may hold anything, and the sentence goes to a terminal */
	va_end(args);
	snprintf(err->text, sizeof(err->text), "%s", buf_text(&text));
	mend_end(err->text, sizeof(err->text));
	buf_release(&text);
	err->status = status;
	return status;
}

enum status
err_context(struct err *err, const char *fmt, ...)
{
	struct buf whole = { 0 };
	va_list args;

	if (!err)
		return STATUS_BUG;
	va_start(args, fmt);
	visible_vprintf(&whole, fmt, args);
	va_end(args);
	buf_printf(&whole, _(": %s"), err->text);
	snprintf(err->text, sizeof(err->text), "%s", buf_text(&whole));
	mend_end(err->text, sizeof(err->text));
	buf_release(&whole);
	return err->status;
}

const char *
err_system_words(int errnum)
{
	static const struct {
		int errnum;
		const char *words;
	} errors[] = {
		{ EPERM, N_("Operation not permitted") },
		{ EACCES, N_("Permission denied") },
		{ EIO, N_("Input/output error") },
		{ ENOENT, N_("No such file or directory") },
		{ ENOTDIR, N_("Not a directory") },
		{ EISDIR, N_("Is a directory") },
		{ ENOMEM, N_("Cannot allocate memory") },
		{ EMFILE, N_("Too many open files") },
		{ ENFILE, N_("Too many open files in system") },
		{ EBUSY, N_("Device or resource busy") },
		{ ENODEV, N_("No such device") },
		{ ENXIO, N_("No such device or address") },
		{ EFBIG, N_("File too large") },
		{ ENOSPC, N_("No space left on device") },
		{ EPIPE, N_("Broken pipe") },
		{ EDQUOT, N_("Disk quota exceeded") },
		{ ENAMETOOLONG, N_("File name too long") },
		{ ELOOP, N_("Too many levels of symbolic links") },
		{ ENOTEMPTY, N_("Directory not empty") },
		{ EEXIST, N_("File exists") },
		{ ETXTBSY, N_("Text file busy") },
		{ EINVAL, N_("Invalid argument") },
		{ ENOSYS, N_("Function not implemented") },
		{ EOPNOTSUPP, N_("Operation not supported") },
		{ EAGAIN, N_("Resource temporarily unavailable") },
		{ ETIMEDOUT, N_("Connection timed out") },
		{ ESTALE, N_("Stale file handle") },
	};

	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (errors[i].errnum == errnum)
			return _(errors[i].words);
	return strerror(errnum);
}

enum status
err_errno(struct err *err, int errnum, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	mend_end(text, sizeof(text));
	switch (errnum) {
	case ENOSPC:
		return err_set(err, STATUS_IO, _("%s: the disk is full; free some space and do it again"), text);
	case EROFS:
		return err_set(err, STATUS_IO, _("%s: the disk is read-only; use another folder"), text);
	case EACCES:
	case EPERM:
		return err_set(err, STATUS_IO, _("%s: no right to do that; check who owns the folder"), text);
	default:
		return err_set(err, STATUS_IO, "%s: %s", text, err_system_words(errnum));
	}
}
