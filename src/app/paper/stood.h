#ifndef APP_PAPER_STOOD_H
#define APP_PAPER_STOOD_H

#include <stddef.h>

/* What a paper says that is not what stands now, held against all that was
 * signed at its house: doc/file-format, P3. */

struct dossier;
struct pack;
struct pack_paper;

struct paper_claim {
	const struct pack *pack;	/* in force: it has the fields of the code */
	const struct pack_paper *paper; /* whose code it is */
	const struct pack_paper *shown; /* the same as it was printed, by the pack of
                                     who signed that he printed it */
	const struct dossier *dossier;
	const char *const *values; /* of the fields of the code, as texts */
	const char *levels;
	const char *hash; /* its first digits */
};

enum paper_stood {
	PAPER_STOOD,
	PAPER_VALUE_NEVER,	/* no step said it, or none said all that it says of one
                         form */
	PAPER_LEVELS_NEVER,	/* no such levels ever signed just this */
	PAPER_SIGNED_TOO_OFTEN, /* so often was the same signed that nobody tells
                             which approvals it was printed with */
};
/* `field`: of the code, where it is about a value. */
enum paper_stood paper_stood(const struct paper_claim *claim, size_t *field);

#endif
