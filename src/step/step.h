#ifndef STEP_STEP_H
#define STEP_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/err.h"
#include "base/id.h"
#include "base/value.h"
#include "seal/seal.h"

/* The signed step: writing one, and parsing stored bytes strictly. A step's bytes are never written again:
 * verify them, then parse those same bytes. doc/file-format, "The step". */

#define STEP_BODY_MAX_BYTES 1048576
#define STEP_DEPTH_MAX 8
#define STEP_AREAS_MAX 64		     /* areas, and roles to issue, of one credential */
#define STEP_UPTO_MAX 1040		     /* ids of an upto: 16 county receipts and 1,024 ends of logs (rule U1) */
#define BLOB_MAX_BYTES ((16u << 20) - 65536) /* of a stored photo or sealed value */
#define STEP_KIND_MAX 32
#define STEP_NUMBER_MAX INT64_C(2147483647) /* of epoch and seq, which begin with 1 */
#define STEP_AT_MIN INT64_C(946684800)	    /* 2000-01-01 */
#define STEP_AT_MAX INT64_C(4102444800)	    /* 2100-01-01 */

#define PRIVATE_PHOTO_MIME "application/vnd.louce.private.v1" /* of a photo that is stored sealed */

struct step_photo {
	struct id id; /* hash of the stored bytes */
	char *field;  /* its place: form/place.h */
	char *mime;
	int64_t size; /* bytes */
	bool has_original;
	struct id original; /* hash of the file as it came from the camera */
	bool has_taken;
	int64_t taken_unix;
	/* Of a private one, by whoever takes or opens it: what its id were if it stood in clear. Like has_original and has_taken of such a photo never written. */
	bool has_content;
	struct id content;
};

struct step {
	char kind[STEP_KIND_MAX + 1];
	struct device_id device;	  /* a label, it proves nothing */
	char area[DIVISION_CODE_LEN + 1]; /* whose business the step is: 0, 2, 4, 6, 9 or 12 digits */
	int64_t epoch, seq;		  /* from 1 */
	bool has_prev, has_after, has_author, has_anchor, has_pack, has_building, has_root, has_private;
	struct id prev, after, author, anchor, pack, building, root;
	int64_t at_unix;
	struct id *parents; /* ascending, distinct */
	size_t parent_count;
	struct value data; /* VALUE_OBJECT */
	struct id commit, box;
	char **private_fields;
	size_t private_field_count;
	struct step_photo *photos;
	size_t photo_count;
	/* A step that was parsed lies in an arena, whole: its own, or the one that was given. */
	struct arena arena;
	struct arena *lies_in; /* NULL: not parsed, or in its own */
};

/* Parses and checks the form. INVALID says which member and why. *out needs step_release. */
MUST_CHECK enum status step_parse(const char *body, size_t len, struct step *out, struct err *err);
/* The same into an arena of the caller's: for many steps that go together. The step is valid while what was taken from it is. */
MUST_CHECK enum status step_parse_into(struct arena *arena, const char *body, size_t len, struct step *out, struct err *err);
/* Writes the body. INVALID when the result would not parse. */
MUST_CHECK enum status step_write(const struct step *step, struct buf *body, struct err *err);
void step_release(struct step *step);

void step_id(const char *body, size_t len, struct id *out); /* hash of the PAE */

/* Sets the area; a text that is none (NULL too) leaves the area of no digits. */
void step_set_area(struct step *step, const char *area);
void step_add_parent(struct step *step, const struct id *parent); /* keeps them ascending, distinct */
struct step_photo *step_add_photo(struct step *step);		  /* zeroed, valid until the next call */
bool step_photo_is_shut(const struct step_photo *photo);	  /* sealed, and who reads it opened nothing of it */
/* Is one of the first `count` photos at this place? */
bool step_has_photo(const struct step *step, const char *place, size_t count);
/* Have two steps the same photos at this place? Several of one place stand in the order in which they were taken up. */
bool step_same_photos(const struct step *a, const struct step *b, const char *place);

/* System kinds. */
enum step_kind {
	STEP_GENESIS,
	STEP_CREDENTIAL,
	STEP_ENDORSEMENT,
	STEP_REVOCATION,
	STEP_PACK,
	STEP_SIGNOFF,
	STEP_WITHDRAWAL,
	STEP_MANIFEST,
	STEP_SHARE,
	STEP_RECEIPT,
	STEP_EPOCH,
	STEP_DECISION,
	STEP_SYSTEM_COUNT,
	STEP_FORM = STEP_SYSTEM_COUNT, /* any other kind: a form of the pack, or unknown */
};

enum step_kind step_kind_of(const char *kind);
/* Is a step of this kind filled or signed under a pack, which it names? */
bool step_kind_has_pack(enum step_kind kind);
const char *step_kind_name(enum step_kind kind); /* NULL for STEP_FORM */
/* Is the kind about trust: who may sign, and which steps count? The one list of those kinds: trust judges them, the store keeps them in
 * memory, exports carry them to everyone. */
bool step_kind_is_trust(enum step_kind kind);

/* ids held as hex text in `data` */
bool step_data_id(const struct value *object, const char *name, struct id *out);
/* Takes out of a form's data what is said of its filling and not of what it is about: _seconds, _keys, _upon, _answers. */
void step_data_drop_filling(struct value *data);
/* Is the name one of these, or _reasons? */
bool step_data_is_of_filling(const char *name);
/* INVALID where what stands under these names is none of it (doc/file-format, S13). */
MUST_CHECK enum status step_data_check_filling(const struct value *data, struct err *err);
void step_data_set_id(struct value *object, const char *name, const struct id *id);

#endif
