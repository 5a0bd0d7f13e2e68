#include "base/machine/text_file.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

#define PIECE_BYTES 65536
#define LONGEST_CHAR 4 /* bytes, in each of the encodings */
#define WRONG_MAX 100  /* bytes that are no UTF-8, in a file that else is */

struct encoding {
	const char *name, *bom, *iconv_name; /* iconv_name NULL: UTF-8 already */
	size_t bom_len;
};

static const struct encoding utf8_bom = { "UTF-8 BOM", "\xef\xbb\xbf", NULL, 3 };
static const struct encoding utf16_le = { "UTF-16", "\xff\xfe", "UTF-16LE", 2 };
static const struct encoding utf16_be = { "UTF-16", "\xfe\xff", "UTF-16BE", 2 };
static const struct encoding utf16_le_bare = { "UTF-16", "", "UTF-16LE", 0 };
static const struct encoding utf16_be_bare = { "UTF-16", "", "UTF-16BE", 0 };
static const struct encoding utf8 = { "UTF-8", "", NULL, 0 };
static const struct encoding gb18030 = { "GB 18030", "", "GB18030", 0 };

struct text_file {
	int fd;
	off_t at, size;
	const struct encoding *encoding;
	iconv_t converter; /* (iconv_t)-1: none */
	char piece[PIECE_BYTES];
	size_t held;  /* bytes of a character whose end was not read yet, at the start of `piece` */
	size_t lines; /* line ends given out */
	bool mends;   /* some bytes are no UTF-8: each is given out as TEXT_FILE_WRONG */
};

/* Fills `piece` up behind what it holds; *len: bytes there. */
static enum status
fill_piece(struct text_file *file, size_t *len, struct err *err)
{
	ssize_t got;

	do
		got = pread(file->fd, file->piece + file->held, sizeof(file->piece) - file->held, file->at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_errno(err, errno, _("the file cannot be read"));
	file->at += got;
	*len = file->held + (size_t)got;
	return STATUS_OK;
}

/* What a pass over the bytes as UTF-8 has seen. */
struct utf8_count {
	size_t wide, wrong; /* characters of more than one byte; bytes that are none */
	size_t line;	    /* of the first wrong byte */
	unsigned char first_wrong;
};

static enum status
count_utf8(struct text_file *file, struct utf8_count *count, struct err *err)
{
	enum status status;
	size_t lines = 1, len;

	file->at = (off_t)file->encoding->bom_len;
	file->held = 0;
	while (!(status = fill_piece(file, &len, err)) && len > 0) {
		size_t at = 0;
		bool last = file->at >= file->size || len == file->held;

		while (at < len && (last || len - at >= LONGEST_CHAR)) {
			uint32_t c;
			size_t used = (unsigned char)file->piece[at] < 0x80 ? 1 : text_decode(file->piece + at, len - at, &c);

			count->wide += used > 1;
			if (!used && !count->wrong++) {
				count->line = lines;
				count->first_wrong = (unsigned char)file->piece[at];
			}
			lines += file->piece[at] == '\n';
			at += used ? used : 1;
		}
		file->held = len - at;
		memmove(file->piece, file->piece + at, file->held);
		if (last)
			break;
	}
	return status;
}

/* Without a mark: every other byte of what is mostly ASCII (digits, commas, line ends) is zero in UTF-16. */
static const struct encoding *
utf16_by_zeros(const char *bytes, size_t len)
{
	size_t zeros[2] = { 0, 0 };

	if (len > 4096)
		len = 4096;
	for (size_t i = 0; i < len; i++)
		zeros[i % 2] += bytes[i] == '\0';
	if (zeros[1] > len / 8 && zeros[0] == 0)
		return &utf16_le_bare;
	if (zeros[0] > len / 8 && zeros[1] == 0)
		return &utf16_be_bare;
	return NULL;
}

static enum status
find_encoding(struct text_file *file, struct err *err)
{
	static const struct encoding *const marked[] = { &utf8_bom, &utf16_le, &utf16_be };
	struct utf8_count count = { 0 };
	enum status status;
	size_t len;

	status = fill_piece(file, &len, err);
	if (status)
		return status;
	for (size_t i = 0; i < ARRAY_LEN(marked) && !file->encoding; i++)
		if (len >= marked[i]->bom_len && memcmp(file->piece, marked[i]->bom, marked[i]->bom_len) == 0)
			file->encoding = marked[i];
	if (!file->encoding)
		file->encoding = utf16_by_zeros(file->piece, len);
	if (file->encoding && file->encoding->iconv_name)
		return STATUS_OK;
	if (!file->encoding)
		file->encoding = &utf8;
	status = count_utf8(file, &count, err);
	if (status || !count.wrong)
		return status;
	/* GB 18030 hardly ever looks like UTF-8. A file that mostly does is UTF-8 with a fault, and would become other characters. */
	if (file->encoding == &utf8_bom || count.wide > 3 * count.wrong) {
		file->mends = count.wrong <= WRONG_MAX;
		if (file->mends)
			return STATUS_OK;
		return err_set(err, STATUS_INVALID,
			       _("line %zu: the file is UTF-8, but byte %02X there is not; it was cut off or damaged: save it anew"),
			       count.line, count.first_wrong);
	}
	file->encoding = &gb18030;
	return STATUS_OK;
}

enum status
text_file_open_take(int fd, struct text_file **out, struct err *err)
{
	struct text_file *file = mem_alloc(sizeof(*file));
	enum status status = STATUS_OK;
	struct stat info;

	file->fd = fd;
	file->converter = (iconv_t)-1;
	if (fstat(fd, &info) != 0)
		status = err_errno(err, errno, _("the file cannot be read"));
	else
		file->size = info.st_size;
	if (!status)
		status = find_encoding(file, err);
	if (!status && file->encoding->iconv_name) {
		file->converter = iconv_open("UTF-8", file->encoding->iconv_name);
		if (file->converter == (iconv_t)-1)
			status = err_set(err, STATUS_IO, _("this machine cannot convert from %s to %s"), file->encoding->iconv_name,
					 "UTF-8");
	}
	if (status) {
		text_file_close(file);
		return status;
	}
	text_file_rewind(file);
	*out = file;
	return STATUS_OK;
}

void
text_file_close(struct text_file *file)
{
	if (!file)
		return;
	if (file->converter != (iconv_t)-1)
		iconv_close(file->converter);
	close(file->fd);
	free(file);
}

const char *
text_file_encoding(const struct text_file *file)
{
	return file->encoding->name;
}

void
text_file_rewind(struct text_file *file)
{
	file->at = (off_t)file->encoding->bom_len;
	file->held = 0;
	file->lines = 0;
	if (file->converter != (iconv_t)-1)
		iconv(file->converter, NULL, NULL, NULL, NULL);
}

static enum status
convert_piece(struct text_file *file, size_t len, struct buf *out, size_t *left, struct err *err)
{
	char *in = file->piece;

	*left = len;
	while (*left > 0) {
		char chunk[4096], *at = chunk;
		size_t room = sizeof(chunk), done = iconv(file->converter, &in, left, &at, &room);
		int why = errno;

		buf_add(out, chunk, sizeof(chunk) - room);
		if (done != (size_t)-1 || why == E2BIG)
			continue;
		if (why == EINVAL && *left < LONGEST_CHAR && file->at < file->size)
			break; /* the rest of this character is in the next piece */
		for (const char *c = buf_text(out); *c; c++)
			file->lines += *c == '\n';
		if (file->encoding == &gb18030)
			return err_set(err, STATUS_INVALID, _("line %zu: the file is neither UTF-8 nor GB 18030; save it as UTF-8 CSV"),
				       file->lines + 1);
		return err_set(err, STATUS_INVALID, _("line %zu: the file is cut off or damaged: it is no %s there; save it anew"),
			       file->lines + 1, file->encoding->name);
	}
	memmove(file->piece, in, *left);
	return STATUS_OK;
}

/* Bytes at the end of a piece of UTF-8 that begin a character and do not end it. */
static size_t
cut_char(const char *piece, size_t len)
{
	for (size_t back = 1; back < LONGEST_CHAR && back <= len; back++) {
		unsigned char byte = (unsigned char)piece[len - back];
		size_t whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;

		if ((byte & 0xc0) != 0x80)
			return whole > back ? back : 0;
	}
	return 0;
}

/* Adds bytes that are UTF-8 but for some. */
static void
add_mended(struct buf *out, const char *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		uint32_t c;
		size_t used = text_decode(bytes + at, len - at, &c);

		if (used)
			buf_add(out, bytes + at, used);
		else
			buf_text_add(out, TEXT_FILE_WRONG);
		at += used ? used : 1;
	}
}

enum status
text_file_next(struct text_file *file, struct buf *out, struct err *err)
{
	size_t len, left = 0;
	enum status status = fill_piece(file, &len, err);

	buf_clear(out);
	if (status || !len)
		return status;
	if (file->converter != (iconv_t)-1) {
		status = convert_piece(file, len, out, &left, err);
	} else {
		left = cut_char(file->piece, len);
		if (left && (file->at >= file->size || len == left)) {
			if (!file->mends)
				return err_set(err, STATUS_IO, _("the file changed while it was read"));
			left = 0;
		}
		if (file->mends)
			add_mended(out, file->piece, len - left);
		else
			buf_add(out, file->piece, len - left);
		memmove(file->piece, file->piece + len - left, left);
	}
	file->held = left;
	if (!status)
		for (const char *c = memchr(buf_text(out), '\n', out->len); c;
		     c = memchr(c + 1, '\n', (size_t)(out->data + out->len - c - 1)))
			file->lines++;
	return status;
}
