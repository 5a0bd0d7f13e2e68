#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void
make_room(struct buf *buf, size_t more)
{
	size_t need = buf->len + more + 1, cap = buf->cap ? buf->cap : 64;

	if (need <= buf->cap)
		return;
	while (cap < need)
		cap *= 2;
	if (buf->secret && buf->data) {
		char *wider = mem_alloc(cap);

		memcpy(wider, buf->data, buf->len + 1);
		explicit_bzero(buf->data, buf->cap);
		free(buf->data);
		buf->data = wider;
	} else {
		buf->data = mem_resize(buf->data, cap, 1);
	}
	buf->cap = cap;
}

void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
	make_room(buf, len);
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_text_add(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void
buf_printf(struct buf *buf, const char *fmt, ...)
{
	size_t room;
	va_list args;
	int len;

	/* Most texts fit into what is there: one that does not is written once more, since to count takes longer than to write. */
	make_room(buf, 120);
	room = buf->cap - buf->len;
	va_start(args, fmt);
	len = vsnprintf(buf->data + buf->len, room, fmt, args);
	va_end(args);
	if (len >= 0 && (size_t)len >= room) {
		make_room(buf, (size_t)len);
		va_start(args, fmt);
		vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, args);
		va_end(args);
	}
	buf->len += len > 0 ? (size_t)len : 0;
	buf->data[buf->len] = '\0';
}

const char *
buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

char *
buf_detach(struct buf *buf)
{
	char *data = buf->data ? buf->data : mem_alloc(1);

	*buf = (struct buf){ .secret = buf->secret };
	return data;
}

void
buf_cut(struct buf *buf, size_t len)
{
	if (len >= buf->len)
		return;
	if (buf->secret)
		explicit_bzero(buf->data + len, buf->len - len);
	buf->len = len;
	buf->data[len] = '\0';
}

void
buf_clear(struct buf *buf)
{
	if (buf->secret && buf->data)
		explicit_bzero(buf->data, buf->cap);
	buf->len = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

void
buf_release(struct buf *buf)
{
	if (buf->secret && buf->data)
		explicit_bzero(buf->data, buf->cap);
	free(buf->data);
	*buf = (struct buf){ .secret = buf->secret };
}
