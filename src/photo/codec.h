#ifndef PHOTO_CODEC_H
#define PHOTO_CODEC_H

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>

#include "base/attr.h"
#include "base/err.h"

/* The JPEG library as this floor uses it: its faults come back as one sentence, where its own handler would end the program. Internal to the
 * floor. A struct codec lives on the heap, since it is written between a setjmp and a longjmp. */

enum flaw {
	FLAW_NONE,
	FLAW_CUT,     /* the file ends before the photo does */
	FLAW_DAMAGED, /* bytes in the middle are not what the camera wrote */
	FLAW_KIND,    /* a JPEG of a kind that the library does not decode */
	FLAW_PRINT,   /* colours of a printing press (CMYK) */
	FLAW_LARGE
};

/* The library's handlers and the place to jump back to. */
struct codec {
	struct jpeg_error_mgr manager;
	struct jpeg_progress_mgr progress;
	jmp_buf back; /* set by the caller before codec_open */
	enum flaw flaw;
};

/* Begins to decode and reads the head, its EXIF segments kept in marker_list. The photo is one to decode: no CMYK, not too large. Jumps to
 * `back` with the flaw set otherwise, as every call of the library on `jpeg` does after it. jpeg_destroy_decompress ends it. */
void codec_open(struct jpeg_decompress_struct *jpeg, struct codec *codec, const void *bytes, size_t len);
/* INVALID with the sentence of the flaw; OK without one. */
MUST_CHECK enum status codec_say(const struct codec *codec, struct err *err);

#endif
