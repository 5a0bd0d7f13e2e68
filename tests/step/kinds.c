#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "step/step.h"

/* What each system kind holds, and that nothing else is taken: doc/file-format, S14, K, K2, K3. In the cases ' stands for ", and A, B, C, D for
 * ids, ascending. */

#define ID_OF(digit) digit digit digit digit digit digit digit digit
#define A "'" ID_OF("a1a1a1a1") "'"
#define B "'" ID_OF("b1b1b1b1") "'"
#define C "'" ID_OF("c1c1c1c1") "'"
#define D "'" ID_OF("d1d1d1d1") "'"
#define NUMBER                                                                                                                             \
	"'"                                                                                                                                \
	"d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1"                                                                                                 \
	"'"
#define SEALED                                                                                                                             \
	"'" ID_OF("ab1212ab") ID_OF("cd3434cd") "0123456789012345678901234567890f"                                                         \
						"'"

struct kind_case {
	const char *kind, *parents, *data;
	const char *from, *to; /* what is changed in the data; NULL: nothing */
	const char *message;   /* part of it; NULL: taken */
};

static char *
body_of(const struct kind_case *is)
{
	bool has_pack = step_kind_has_pack(step_kind_of(is->kind));
	const char *at = is->from ? strstr(is->data, is->from) : NULL;
	char *data, *body;

	assert_true(!is->from || at);
	data = at ? mem_printf("%.*s%s%s", (int)(at - is->data), is->data, is->to, at + strlen(is->from)) : mem_strdup(is->data);
	body = mem_printf("{'v':2,'kind':'%s','device':" NUMBER ",'area':'','epoch':1,'seq':1,'prev':null,'after':null,'author':" A
			  ",'anchor':null,"
			  "'at':1662600753,'pack':%s,'building':null,'root':null,'parents':[%s],'data':%s,'private':null,'photos':[]}",
			  is->kind, has_pack ? B : "null", is->parents, data);
	for (char *quote = body; (quote = strchr(quote, '\''));)
		*quote = '"';
	free(data);
	return body;
}

static void
each(const struct kind_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *body = body_of(&cases[i]);
		struct step step = { 0 };
		struct err err = { 0 };
		enum status status = step_parse(body, strlen(body), &step, &err);

		if (status != (cases[i].message ? STATUS_INVALID : STATUS_OK) || (cases[i].message && !strstr(err.text, cases[i].message)))
			fail_msg("%s, %s: %d %s", cases[i].kind, cases[i].to ? cases[i].to : "as it is", status, err.text);
		step_release(&step);
		free(body);
	}
}

#define GENESIS "{'county':'451224','name':'','officers':[" A "," B "],'threshold':0,'receiver':" NUMBER "}"
#define LATER "{'county':'451224','name':'x','officers':[" A "],'threshold':1,'receiver':" NUMBER ",'upto':[]}"
#define CREDENTIAL                                                                                                                         \
	"{'person':" NUMBER ",'name':'x','role':'r','areas':['','451224'],'issues':['a','b'],'sign_key':" A ",'box_key':" B                \
	",'not_after':0}"
#define REVOCATION "{'of':" A ",'reason':'lifted','upto':[" A "," B "]}"
#define PACK "{'name':'p','version':1,'files':{'pack.yaml':'x'}}"
#define RECEIPT_1 "{'author':" A ",'device':" NUMBER ",'area':'45','epoch':1,'seq':1,'tip':" B "}"
#define RECEIPT_2 "{'author':" A ",'device':" NUMBER ",'area':'45','epoch':1,'seq':2,'tip':" A "}"
#define RECEIPT_3 "{'author':" A ",'device':" NUMBER ",'area':'45','epoch':1,'seq':2,'tip':" B "}"
#define RECEIPT "{'prior':[" A "],'logs':[" RECEIPT_1 "," RECEIPT_2 "]}"
#define APPROVAL                                                                                                                           \
	"{'chain':'c','level':'l','decision':'approve','items':[{'building':" B ",'covers':[" B "," A "],'shown':''},{'building':" A       \
	",'root':" C ",'covers':[],'prior':" D "}],'summary':{'n':2,'by':{'':2}}}"
#define RETURN "{'chain':'c','level':'l','decision':'return','items':[{'building':" A "}],'reason':'','errors':[{'field':'f','kind':6}]}"

static void
data__is_taken__as_the_format_has_it(void **state)
{
	static const struct kind_case cases[] = {
		{ "genesis", "", GENESIS, NULL, NULL, NULL },
		{ "genesis", A, LATER, NULL, NULL, NULL },
		{ "credential", "", CREDENTIAL, NULL, NULL, NULL },
		{ "credential", "", CREDENTIAL, ",'not_after':0", "", NULL },
		{ "endorsement", "", "{'of':" A "}", NULL, NULL, NULL },
		{ "revocation", A, REVOCATION, NULL, NULL, NULL },
		{ "pack", "", PACK, NULL, NULL, NULL },
		{ "receipt", "", RECEIPT, NULL, NULL, NULL },
		{ "receipt", "", "{'prior':[],'logs':[]}", NULL, NULL, NULL },
		{ "receipt", "", "{'prior':[],'logs':[" RECEIPT_2 "," RECEIPT_3 "]}", NULL, NULL, NULL }, /* the ends of two branches */
		{ "signoff", "", APPROVAL, NULL, NULL, NULL },
		{ "signoff", "", RETURN, NULL, NULL, NULL },
		{ "withdrawal", "", "{'of':" A "}", NULL, NULL, NULL },
		{ "withdrawal", "", "{'of':" A ",'buildings':[" A "," B "]}", NULL, NULL, NULL },
		{ "manifest", A, "{'division':'451224204201','buildings':3}", NULL, NULL, NULL },
		{ "share", "", "{'key':" A ",'village':'451224204201','to':[{'credential':" B ",'sealed':" SEALED "}]}", NULL, NULL, NULL },
		{ "epoch", "", "{'reason':''}", NULL, NULL, NULL },
		{ "decision", A, "{'about':" A ",'verdict':'keep','reason':'x'}", NULL, NULL, NULL },
		{ "decision", "", "{'about':" A ",'with':" B ",'verdict':'apart','reason':'x'}", NULL, NULL, NULL },
	};

	(void)state;
	each(cases, ARRAY_LEN(cases));
}

static void
data__is_refused__with_a_member_that_is_otherwise(void **state)
{
	static const struct kind_case cases[] = {
		{ "genesis", "", GENESIS, "'county'", "'county':'4','country'", "see \"county\"" },
		{ "genesis", "", GENESIS, "451224", "45122", "see \"county\"" },
		{ "genesis", "", GENESIS, A "," B, B "," A, "see \"officers\"" },
		{ "genesis", "", GENESIS, A "," B, A "," A, "see \"officers\"" },
		{ "genesis", "", GENESIS, "0", "0.5", "see \"threshold\"" },
		{ "genesis", "", GENESIS, ",'receiver':" NUMBER, "", "see \"receiver\"" },
		{ "genesis", "", GENESIS, "'name'", "'x':1,'name'", "see \"x\"" },
		{ "credential", "", CREDENTIAL, "'45", "'4", "see \"areas\"" },
		{ "credential", "", CREDENTIAL, "'a','b'", "'b','a'", "see \"issues\"" },
		{ "credential", "", CREDENTIAL, "'sign_key':'a", "'sign_key':'A", "see \"sign_key\"" },
		{ "credential", "", CREDENTIAL, "'not_after':0", "'not_after':'0'", "see \"not_after\"" },
		{ "credential", "", CREDENTIAL, "'not_after':0", "'device':" A, "see \"device\"" },
		{ "endorsement", "", "{'of':" A "}", "'of'", "'off'", "see \"of\"" },
		{ "revocation", "", REVOCATION, "lifted", "angry", "see \"reason\"" },
		{ "revocation", "", REVOCATION, ",'upto':[" A "," B "]", "", "see \"upto\"" },
		{ "pack", "", PACK, "'version':1", "'version':0", "see \"version\"" },
		{ "pack", "", PACK, "'x'", "1", "see \"files\"" },
		{ "receipt", "", RECEIPT, "'seq':2", "'seq':1", "see \"logs\"" },
		{ "receipt", "", "{'prior':[],'logs':[" RECEIPT_2 "," RECEIPT_2 "]}", NULL, NULL, "see \"logs\"" },
		{ "receipt", "", RECEIPT, "'area':'45'", "'area':'4'", "see \"logs\"" },
		{ "receipt", "", RECEIPT, ",'tip':" B, "", "see \"logs\"" },
		{ "signoff", "", APPROVAL, "approve", "maybe", "see \"decision\"" },
		{ "signoff", "", APPROVAL, "'building':" B ",'covers':[" B "," A "],'shown':''",
		  "'building':" A ",'root':" C ",'covers':[],'prior':" D, "see \"items\"" },
		{ "signoff", "", APPROVAL, B "," A, A "," A, "see \"items\"" },
		{ "signoff", "", APPROVAL, ",'summary':{'n':2,'by':{'':2}}", "", "see \"summary\"" },
		{ "signoff", "", APPROVAL, "'n':2", "'n':2,'m':2", "see \"summary\"" },
		{ "signoff", "", APPROVAL, "'chain'", "'reason':'x','chain'", "see \"reason\"" },
		{ "signoff", "", RETURN, "'kind':6", "'kind':7", "see \"errors\"" },
		{ "signoff", "", RETURN, "{'field':'f','kind':6}", "{'field':'f','kind':6},{'kind':6,'field':'f'}", "see \"errors\"" },
		{ "signoff", "", RETURN, "'reason':'',", "", "see \"reason\"" },
		{ "withdrawal", "", "{'of':" A ",'buildings':[" A "," B "]}", A "," B, B "," A, "see \"buildings\"" },
		{ "manifest", "", "{'division':'451224204201','buildings':3}", "201'", "'", "see \"division\"" },
		{ "share", "", "{'key':" A ",'village':'451224204201','to':[{'credential':" B ",'sealed':" SEALED "}]}", "0f'", "0'",
		  "see \"to\"" },
		{ "epoch", "", "{'reason':''}", "''", "1", "see \"reason\"" },
		{ "decision", "", "{'about':" A ",'verdict':'keep','reason':'x'}", "keep", "apart", "see \"with\"" },
		{ "decision", "", "{'about':" A ",'verdict':'keep','reason':'x'}", "keep", "drop", "see \"verdict\"" },
		{ "decision", "", "{'about':" A ",'with':" B ",'verdict':'apart','reason':'x'}", "apart", "keep", "see \"with\"" },
	};

	(void)state;
	each(cases, ARRAY_LEN(cases));
}

static void
parents__are_refused__where_the_kind_has_none(void **state)
{
	static const struct kind_case cases[] = {
		{ "genesis", A, GENESIS, NULL, NULL, "\"parents\"" },
		{ "genesis", "", LATER, NULL, NULL, "\"parents\"" },
		{ "genesis", A "," B, LATER, NULL, NULL, "\"parents\"" },
		{ "credential", A, CREDENTIAL, NULL, NULL, "\"parents\"" },
		{ "endorsement", A, "{'of':" A "}", NULL, NULL, "\"parents\"" },
		{ "pack", A, PACK, NULL, NULL, "\"parents\"" },
		{ "receipt", A, RECEIPT, NULL, NULL, "\"parents\"" },
		{ "signoff", A, APPROVAL, NULL, NULL, "\"parents\"" },
		{ "withdrawal", A, "{'of':" A "}", NULL, NULL, "\"parents\"" },
		{ "epoch", A, "{'reason':''}", NULL, NULL, "\"parents\"" },
	};

	(void)state;
	each(cases, ARRAY_LEN(cases));
}

/* A list of so many ids, ascending. */
static char *
ids(size_t count)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s'%064zx'", i ? "," : "", i);
	return buf_detach(&text);
}

/* Rule U1, of a revocation and of a later founding. */
static void
upto__has_1040_ids__and_not_one_more(void **state)
{
	(void)state;
	for (size_t more = 0; more < 2; more++) {
		char *list = ids(STEP_UPTO_MAX + more), *changed = mem_printf("'upto':[%s]", list);
		const char *message = more ? "see \"upto\"" : NULL;
		struct kind_case cases[] = { { "revocation", "", REVOCATION, "'upto':[" A "," B "]", changed, message },
					     { "genesis", A, LATER, "'upto':[]", changed, message } };

		assert_int_equal(STEP_UPTO_MAX, 1040);
		each(cases, ARRAY_LEN(cases));
		free(list);
		free(changed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(data__is_taken__as_the_format_has_it),
		cmocka_unit_test(data__is_refused__with_a_member_that_is_otherwise),
		cmocka_unit_test(parents__are_refused__where_the_kind_has_none),
		cmocka_unit_test(upto__has_1040_ids__and_not_one_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
