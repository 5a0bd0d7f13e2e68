#include "base/text/counted.h"

#include <stdio.h>

#include "base/i18n.h"

/* The format and its number, in words of the language. */
#define PUT(form) snprintf(out, COUNTED_SIZE, form, (long long)count)

const char *
counted(enum counted what, int64_t count, char out[COUNTED_SIZE])
{
	switch (what) {
	case COUNTED_STEP:
		PUT(n_("%lld step", "%lld steps", count));
		break;
	case COUNTED_PHOTO:
		PUT(n_("%lld photo", "%lld photos", count));
		break;
	case COUNTED_SEALED:
		PUT(n_("%lld sealed value", "%lld sealed values", count));
		break;
	case COUNTED_HOUSE:
		PUT(n_("%lld house", "%lld houses", count));
		break;
	case COUNTED_BUILDING:
		PUT(n_("%lld building", "%lld buildings", count));
		break;
	case COUNTED_VILLAGE:
		PUT(n_("%lld village", "%lld villages", count));
		break;
	case COUNTED_FILE:
		PUT(n_("%lld file", "%lld files", count));
		break;
	case COUNTED_BYTE:
		PUT(n_("%lld byte", "%lld bytes", count));
		break;
	case COUNTED_REQUEST:
		PUT(n_("%lld request", "%lld requests", count));
		break;
	case COUNTED_FINDING:
		PUT(n_("%lld finding", "%lld findings", count));
		break;
	case COUNTED_ERROR:
		PUT(n_("%lld error", "%lld errors", count));
		break;
	case COUNTED_PROPOSAL:
		PUT(n_("%lld proposal", "%lld proposals", count));
		break;
	case COUNTED_KINDS:
		PUT("%lld");
		break;
	}
	return out;
}
