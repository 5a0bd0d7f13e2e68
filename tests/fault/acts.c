/* Fails the n-th call of every act of tests/fault/prepare.sh, and looks whether what louce said is what happened: nothing changed, and the
 * act can be done again; or the act stands. Speaks TAP, a line for each act and kind of failure.
 *
 *   LOUCE_FAULT_EVERY=K     only every K-th of the tries (default 20)
 *   LOUCE_FAULT_TRIES=N     at most so many tries an act and kind (default 1; of several, half of it of acts that only read and of the demonstration); the rest is left out evenly
 *   LOUCE_FAULT_ACTS=A,B    only these acts
 *   LOUCE_FAULT_MODES=A,B   only these kinds: memory, calls, full, gone, pulled
 *   LOUCE_FAULT_TEMPLATE=D  a county prepared before
 *   LOUCE_FAULT_SHOW=1      every wrong one, not the first three
 *
 * Of memory a try is the first allocation that each chain of calls leads to (of few tries the first that was looked at, which is every fourth); of
 * the others, each call. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "calls.h"

#define WORDS_MAX 40
#define OPENING_TRIES 20
#define FEW_TRIES 10 /* of an act: then its places need not be known to the last one */
#define LOST_TRIES 10
#define SECONDS_MAX 300 /* a try that takes longer hangs, on any machine */

struct act {
	char *name, *target;
	char *words[WORDS_MAX];
};

/* How a run ended. */
struct ending {
	int code; /* exit code, or -signal */
	char *out, *err;
	char *state; /* of what the act changes */
	uint64_t out_hash;
};

static struct fault_page *page;
static char top[512], page_path[600];
static long every, tries_max;

static long
number_of(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text && atol(text) > 0 ? atol(text) : otherwise;
}

static char *text_of(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *
text_of(const char *format, ...)
{
	va_list args;
	char *text = NULL;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	return text;
}

static char *
read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 20);
	size_t len = file ? fread(text, 1, (1 << 20) - 1, file) : 0;

	text[len] = '\0';
	if (file)
		fclose(file);
	return text;
}

static uint64_t
hash_of(const char *text, uint64_t hash)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	return hash;
}

static int shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int
shell(const char *format, ...)
{
	va_list args;
	char *command = NULL;
	int code;

	va_start(args, format);
	if (vasprintf(&command, format, args) < 0)
		abort();
	va_end(args);
	code = system(command);
	free(command);
	return code;
}

/* ---- what an act changes */

static char listing[65536];

static int
list_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	size_t used = strlen(listing);

	(void)where;
	if (used + 1024 > sizeof(listing))
		abort();
	/* Not the files of a name of ours for the time being, which the next act clears, nor the note of where a workspace lies. */
	if (kind == FTW_F && !strstr(path, "/.louce-") && !strstr(path, "/devices/"))
		snprintf(listing + used, sizeof(listing) - used, "%s %lld %lld\n", path, (long long)info->st_size,
			 (long long)info->st_mtim.tv_nsec);
	return 0;
}

/* Adds "NAME=COUNT " for each row of a query; nothing where there is no such table. */
static char *
add_counts(char *out, sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK)
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			char *longer = text_of("%s%s=%lld ", out, (const char *)sqlite3_column_text(stmt, 0),
					       (long long)sqlite3_column_int64(stmt, 1));

			free(out);
			out = longer;
		}
	sqlite3_finalize(stmt);
	return out;
}

/* How many rows the truth has, and how many of its steps are of each kind: "steps=9 photo=1 ... epoch=1 listing=3 ". */
static char *
rows_of(const char *path)
{
	static const char *const queries[] = {
		"SELECT 'steps', count(*) FROM step",	   "SELECT 'photo', count(*) FROM photo",
		"SELECT 'box', count(*) FROM box",	   "SELECT 'pin', count(*) FROM pin",
		"SELECT 'pending', count(*) FROM pending", "SELECT body ->> 'kind', count(*) FROM step GROUP BY 1 ORDER BY 1",
	};
	sqlite3 *db = NULL;
	char *out = strdup("");

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
		for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
			out = add_counts(out, db, queries[i]);
	sqlite3_close(db);
	return out;
}

static bool
is_workspace(const char *state)
{
	return strncmp(state, "steps=", 6) == 0;
}

/* Of a folder which files there are, of a workspace the rows, of another file whether it is there. "-": the act only reads, and every file stays. */
static char *
state_of(const char *target)
{
	struct stat info;

	if (strcmp(target, "-") == 0)
		target = ".";
	if (stat(target, &info) != 0)
		return strdup("absent");
	if (S_ISDIR(info.st_mode)) {
		*listing = '\0';
		nftw(target, list_one, 8, FTW_PHYS);
		return strdup(listing);
	}
	return strstr(target, ".louce") ? rows_of(target) : strdup("present");
}

/* ---- one run */

static void
copy_template(void)
{
	if (shell("rm -rf '%s/try' && cp -a '%s/template' '%s/try'", top, top, top) != 0 || chdir(top) != 0 || chdir("try") != 0)
		abort();
}

static void
exec_act(const struct act *act, bool failing)
{
	char *program = text_of("%s/louce", getenv("LOUCE_BUILD"));
	char *argv[WORDS_MAX + 2] = { program };
	struct rlimit none = { 0, 0 };
	int out = open("out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600), err = open("err.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600),
	    in = open("/dev/null", O_RDONLY);

	setrlimit(RLIMIT_CORE, &none);
	for (size_t i = 0; act->words[i]; i++)
		argv[i + 1] = act->words[i];
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	if (failing)
		setenv("LOUCE_FAULT_PAGE", page_path, 1);
	setenv("LD_PRELOAD", getenv("LOUCE_FAULT_CALLS"), 1);
	alarm(SECONDS_MAX);
	execv(program, argv);
	_exit(127);
}

static struct ending
run(const struct act *act, enum fault_mode mode, uint32_t at, bool failing)
{
	struct ending ending = { 0 };
	pid_t child;
	int how;

	if (failing)
		memset(page, 0, sizeof(*page));
	page->mode = mode;
	page->at = at;
	page->note_every = tries_max > FEW_TRIES ? 1 : 4;
	fflush(stdout);
	child = fork();
	if (child == 0)
		exec_act(act, failing);
	waitpid(child, &how, 0);
	ending.code = WIFEXITED(how) ? WEXITSTATUS(how) : -WTERMSIG(how);
	ending.out = read_file("out.txt");
	ending.err = read_file("err.txt");
	unlink("out.txt");
	unlink("err.txt");
	ending.out_hash = hash_of(ending.out, 14695981039346656037u);
	ending.state = state_of(act->target);
	return ending;
}

static void
release(struct ending *ending)
{
	free(ending->out);
	free(ending->err);
	free(ending->state);
}

/* ---- what is wrong with it */

/* Words that a person should not have to read, or that blame the file for what the machine did. */
static const char *const wrong_words[] = {
	"SELECT",  "INSERT",	     "DELETE FROM",  "sqlite",	    "SQL ",	     "database reports", "bug:",      "damaged",
	"altered", "was not signed", "no form pack", "not a louce", "no louce file", "newer louce",	 "malformed", "prepared",
};

struct bounds {
	struct ending before, after; /* states; `after` is how the act ends when nothing fails */
	bool reads;		     /* changes nothing: then what it prints is compared */
	const char *mark;	     /* of a folder that the act makes anew while this stands in it; NULL: no such act */
	bool passes_on;		     /* a step, and then keys to whom it names: the next signing does the rest */
	bool has_parts;		     /* files and then a receipt, or a folder in many steps: doing it again does the rest */
};

/* The receipt of an import that is still to be written. */
static const char still_open[] = "still to be written";

/* The keys that a new right is to open, which the next signing passes on. */
static const char not_passed_on[] = "could not be passed on yet";

/* What is said where the file is gone, or memory is out, right behind a commit: nobody can tell, and the person is to look. */
static const char not_seen[] = "whether it was done cannot be seen now", to_look[] = "look what is done already";

/* Did it what was asked, and said which part that it does by itself is still open? */
static bool
is_open(const struct bounds *bounds, const struct ending *got)
{
	return (bounds->has_parts && strstr(got->err, still_open)) ||
	       (bounds->passes_on && got->code == bounds->after.code && strstr(got->err, not_passed_on)) ||
	       (bounds->passes_on && got->code == 4 && (strstr(got->err, not_seen) || strstr(got->err, to_look)));
}

static const char *
judge(const struct act *act, const struct bounds *bounds, const struct ending *got, enum fault_mode mode)
{
	bool unchanged = strcmp(got->state, bounds->before.state) == 0;
	bool folder = strchr(bounds->after.state, '\n') || strchr(bounds->before.state, '\n');
	bool done = folder ? !unchanged : strcmp(got->state, bounds->after.state) == 0;

	if (got->code == -SIGALRM)
		return "hangs";
	if (got->code < 0)
		return "crashed";
	if (bounds->reads && !unchanged)
		return "changed a file";
	if (!bounds->reads && !unchanged && !done && !(bounds->has_parts && got->code == 4) && !is_open(bounds, got))
		return "did half of it";
	if (got->code == bounds->after.code) {
		if (!bounds->reads && !done && !is_open(bounds, got))
			return "said done, and is not";
		if (bounds->reads && mode != FAULT_COUNT && got->out_hash != bounds->after.out_hash)
			return "printed something else, and said done";
		return NULL;
	}
	if (got->code != 4 && got->code != 3)
		return "ended with another code";
	if (!*got->err)
		return "said nothing";
	for (size_t i = 0; i < sizeof(wrong_words) / sizeof(*wrong_words); i++)
		if (strstr(got->err, wrong_words[i]) && !strstr(bounds->after.err, wrong_words[i]))
			return "used a wrong word";
	if (got->code != 4)
		return "blames the person";
	/* Where the disk is gone louce says that it cannot see what stands, which is true of both. */
	if (!bounds->reads && done && !unchanged && !(bounds->mark && access(bounds->mark, F_OK) == 0) &&
	    !strstr(got->err, "look what is done already") && !strstr(got->err, "cannot be seen now"))
		return "said failed, and stands";
	(void)act;
	return NULL;
}

/* How many of this kind, or table, a state has. */
static long long
count_in(const char *state, const char *name, size_t len)
{
	for (const char *at = state; *at; at += strcspn(at, " ") + 1)
		if (strncmp(at, name, len) == 0 && at[len] == '=')
			return atoll(at + len + 1);
	return 0;
}

/* Is all there that is there when nothing fails, and nothing else but one receipt more (the part that was taken in first has one of its own) and,
 * where the note of what was signed could not be written, what begins another log? */
static bool
holds_all(const char *state, const char *whole, bool without_note)
{
	if (strcmp(state, whole) == 0)
		return true;
	if (!is_workspace(state) || !is_workspace(whole))
		return false;
	for (int side = 0; side < 2; side++) /* each name of either */
		for (const char *at = side ? whole : state; *at; at += strcspn(at, " ") + 1) {
			size_t len = strcspn(at, "=");
			long long more = count_in(state, at, len) - count_in(whole, at, len);
			bool may = strncmp(at, "receipt=", 8) == 0 || (without_note && strncmp(at, "epoch=", 6) == 0);

			if (strncmp(at, "steps=", 6) != 0 && more != 0 && !(may && more == 1))
				return false;
		}
	return true;
}

/* A file that was not taken in wholly comes again; a receipt that is still to be written is written, and passes on what was left open. The demonstration
 * is made anew, to the last step. */
static const char *
judge_rest(const struct act *act, const struct bounds *bounds, const struct ending *got)
{
	static char receipt_word[] = "receipt";
	struct act receipt = { .name = act->name, .target = act->target, .words = { receipt_word } };
	struct ending again;
	bool open = strstr(got->err, still_open) != NULL, changed = strcmp(got->state, bounds->before.state) != 0, whole;
	bool done = !bounds->mark && (got->code == bounds->after.code || (changed && is_open(bounds, got)));
	bool without_note = strstr(got->err, "Only the note of it") || strstr(got->err, not_seen) || strstr(got->err, to_look);
	const char *wrong = NULL;
	size_t count = 1;

	for (size_t i = 1; act->words[i]; i++) /* who signs, and with what: what stands before that is the act's own */
		if (count > 1 || strcmp(act->words[i], "--as") == 0)
			receipt.words[count++] = act->words[i];
	again = run(done ? &receipt : act, FAULT_OFF, 0, false);
	if (!bounds->mark && !done && again.code == bounds->after.code && got->code != bounds->after.code &&
	    (open || strcmp(again.state, bounds->after.state) != 0)) {
		release(&again);
		again = run(&receipt, FAULT_OFF, 0, false);
	}
	whole = bounds->mark ? strcmp(again.state, bounds->after.state) == 0 : holds_all(again.state, bounds->after.state, without_note);
	if (again.code != bounds->after.code || !whole)
		wrong = "cannot be done again";
	if (wrong && getenv("LOUCE_FAULT_SHOW"))
		printf("#     again: exit %d: %s# %s# %s\n", again.code, again.err, again.state, bounds->after.state);
	release(&again);
	return wrong;
}

/* What the act left, done again or not, must prove itself where it is a workspace that was changed; of few tries the first of each kind. */
static const char *
judge_proof(const struct act *act, const struct bounds *bounds)
{
	static char word[] = "verify";
	struct act verify = { .name = act->name, .target = act->target, .words = { word, act->target } };
	struct ending proof;
	const char *wrong = NULL;
	char *state = state_of(act->target);

	if (!bounds->reads && is_workspace(state) && strcmp(state, bounds->before.state) != 0) {
		proof = run(&verify, FAULT_OFF, 0, false);
		if (proof.code != 0)
			wrong = "is not proven afterwards";
		if (wrong && getenv("LOUCE_FAULT_SHOW"))
			printf("#     verify: exit %d: %s%s", proof.code, proof.out, proof.err);
		release(&proof);
	}
	free(state);
	return wrong;
}

static const char *
judge_again(const struct act *act, const struct bounds *bounds, const struct ending *got, bool with_proof)
{
	struct ending again;
	const char *wrong = NULL;
	bool unchanged = strcmp(got->state, bounds->before.state) == 0;

	if (is_open(bounds, got) || (bounds->has_parts && got->code != bounds->after.code)) {
		wrong = judge_rest(act, bounds, got);
	} else if (got->code != bounds->after.code && (unchanged || bounds->reads)) {
		again = run(act, FAULT_OFF, 0, false);
		if (again.code != bounds->after.code)
			wrong = "cannot be done again";
		if (wrong && getenv("LOUCE_FAULT_SHOW"))
			printf("#     again: exit %d: %s", again.code, again.err);
		release(&again);
	}
	return wrong || !with_proof ? wrong : judge_proof(act, bounds);
}

/* ---- all of an act */

static const char *const mode_names[] = { "off", "nothing", "memory", "calls", "full", "gone", "pulled" };

static int test_count, wrong_count;
static uint32_t phase; /* so that not the same first calls are tried of every act */

struct tally {
	long tries, wrong, not_reached;
};

static void
try_one(const struct act *act, const struct bounds *bounds, enum fault_mode mode, uint32_t at, struct tally *tally)
{
	struct ending got;
	const char *wrong;
	char call[FAULT_CALL_MAX];
	uint32_t failed;

	copy_template();
	got = run(act, mode, at, true);
	failed = page->failed;
	memcpy(call, page->call, sizeof(call));
	wrong = judge(act, bounds, &got, mode);
	tally->tries++;
	tally->not_reached += failed == 0;
	if (!wrong)
		wrong = judge_again(act, bounds, &got, tries_max > FEW_TRIES || tally->tries == 1);
	if (wrong) {
		got.err[strcspn(got.err, "\n")] = '\0';
		if (tally->wrong++ < 3 || getenv("LOUCE_FAULT_SHOW"))
			printf("#   %s %s %u (%s): %s: exit %d: %s\n", act->name, mode_names[mode], at, call, wrong, got.code, got.err);
	}
	release(&got);
}

/* Where nothing was tried there is no such call; where no try came to its call, none was made to fail. */
static void
tell(const struct act *act, enum fault_mode mode, const struct tally *tally)
{
	bool wrong = tally->wrong > 0 || (tally->tries > 0 && tally->not_reached == tally->tries);

	test_count++;
	wrong_count += wrong;
	printf("%sok %d - %s__fails_well__%s%s\n# %ld tries, %ld wrong, %ld not reached\n", wrong ? "not " : "", test_count, act->name,
	       mode_names[mode], tally->tries ? "" : " # SKIP no such call", tally->tries, tally->wrong, tally->not_reached);
	fflush(stdout);
}

/* What every command does first is opening the workspace, and there are few mappings: of these more is tried than of others; less of what only reads,
 * and of the demonstration, whose every try takes as long as twenty others. */
static uint32_t
stride_of(const char *name, enum fault_mode mode, uint32_t count, const struct bounds *bounds)
{
	long most = bounds->reads || bounds->mark ? (tries_max + 1) / 2 : tries_max;
	uint32_t stride = (uint32_t)(count / most + 1);

	if (mode == FAULT_PULLED)
		return 1;
	if (strcmp(name, "status") == 0 && mode == FAULT_MEMORY && every > count / OPENING_TRIES)
		return count / OPENING_TRIES + 1;
	return stride < every ? (uint32_t)every : stride;
}

/* What draws pages (GLib, fontconfig, Pango) ends the program by a signal where memory is out: no sentence of ours can be told there. That an end
 * at any place leaves a whole paper or none is tests/cli/print.sh. */
static bool
is_ended_by_libraries(const struct act *act, enum fault_mode mode)
{
	return mode == FAULT_MEMORY && strcmp(act->name, "print") == 0;
}

static void
try_act(const struct act *act, unsigned only)
{
	static uint32_t places[FAULT_PLACES_MAX];
	struct bounds bounds = { 0 };
	uint32_t place_count, calls, writes, maps, stride;

	copy_template();
	bounds.mark = strcmp(act->name, "demo") == 0 ? "x/.louce-demo-unfinished" : NULL;
	bounds.passes_on = strcmp(act->name, "issue") == 0;
	bounds.has_parts = strcmp(act->name, "import") == 0 || strcmp(act->name, "demo") == 0;
	bounds.before.state = state_of(act->target);
	bounds.after = run(act, FAULT_COUNT, 0, true);
	bounds.reads = strcmp(bounds.before.state, bounds.after.state) == 0;
	place_count = page->place_count;
	calls = page->calls;
	writes = page->writes;
	maps = page->maps;
	memcpy(places, page->places, sizeof(places));
	if (bounds.after.code != 0) {
		printf("not ok %d - %s__works\n# exit %d: %s\n", ++test_count, act->name, bounds.after.code, bounds.after.err);
		wrong_count++;
		return;
	}
	if (strcmp(act->target, "-") == 0 && !bounds.reads) {
		printf("not ok %d - %s__only_reads\n# before:\n# %s# after:\n# %s\n", ++test_count, act->name, bounds.before.state,
		       bounds.after.state);
		wrong_count++;
		return;
	}
	for (enum fault_mode mode = FAULT_MEMORY; mode <= FAULT_PULLED; mode++) {
		struct tally tally = { 0 };
		uint32_t count = mode == FAULT_MEMORY ? place_count : mode == FAULT_FULL ? writes : mode == FAULT_PULLED ? maps : calls;

		if (!(only & 1u << mode))
			continue;
		if (is_ended_by_libraries(act, mode)) {
			printf("ok %d - %s__fails_well__%s # SKIP the libraries that draw end it themselves\n", ++test_count, act->name,
			       mode_names[mode]);
			continue;
		}
		stride = stride_of(act->name, mode, count, &bounds);
		phase += 7;
		for (uint32_t i = count ? phase % (stride < count ? stride : count) : 0; i < count; i += stride)
			try_one(act, &bounds, mode, mode == FAULT_MEMORY ? places[i] : i + 1, &tally);
		/* A call that is not made each time is no try: others are looked for. */
		for (uint32_t i = 0; i < count && i < LOST_TRIES && tally.not_reached == tally.tries; i++)
			try_one(act, &bounds, mode, mode == FAULT_MEMORY ? places[i] : i + 1, &tally);
		tell(act, mode, &tally);
	}
	free(bounds.before.state);
	release(&bounds.after);
}

static bool
is_wanted(const char *name)
{
	const char *wanted = getenv("LOUCE_FAULT_ACTS");
	size_t len = strlen(name);

	for (const char *at = wanted; at && (at = strstr(at, name)); at += len)
		if ((at == wanted || at[-1] == ',') && (at[len] == '\0' || at[len] == ','))
			return true;
	return !wanted;
}

static void
read_act(char *line, struct act *act)
{
	size_t count = 0;

	*act = (struct act){ .name = strsep(&line, "\t") };
	act->target = strsep(&line, "\t");
	for (char *word; (word = strsep(&line, " \n")) && count + 1 < WORDS_MAX;)
		if (*word)
			act->words[count++] = word;
}

static unsigned
modes_wanted(void)
{
	const char *wanted = getenv("LOUCE_FAULT_MODES");
	unsigned only = 0;

	for (unsigned mode = FAULT_MEMORY; mode <= FAULT_PULLED; mode++)
		if (!wanted || strstr(wanted, mode_names[mode]))
			only |= 1u << mode;
	return only;
}

int
main(void)
{
	char *line = NULL, *acts_path;
	size_t cap = 0;
	FILE *acts;
	int fd;

	every = number_of("LOUCE_FAULT_EVERY", 20);
	tries_max = number_of("LOUCE_FAULT_TRIES", 1);
	if (!getenv("LOUCE_FAULT_CALLS"))
		setenv("LOUCE_FAULT_CALLS",
		       text_of("%s/tests/fault/calls.so:%s/tests/support/quick_keys.so", getenv("LOUCE_BUILD"), getenv("LOUCE_BUILD")), 1);
	snprintf(top, sizeof(top), "%s/fault-%d", getenv("TMPDIR"), (int)getpid());
	snprintf(page_path, sizeof(page_path), "%s/page", top);
	setenv("LOUCE_HOME", "home", 1);
	setenv("LOUCE_WORKSPACE", "county.louce", 1);
	setenv("LANGUAGE", "en", 1);
	setenv("LOUCE_CLOCK", "1700000000", 1);
	if (getenv("LOUCE_FAULT_TEMPLATE")
		    ? shell("mkdir -p '%s' && cp -a '%s' '%s/template'", top, getenv("LOUCE_FAULT_TEMPLATE"), top)
		    : shell("mkdir -p '%s' && LD_PRELOAD='%s' '%s/tests/fault/prepare.sh' '%s/template' >'%s/prepared' 2>&1", top,
			    getenv("LOUCE_FAULT_CALLS"), getenv("LOUCE_SRC"), top, top)) {
		printf("Bail out! the county cannot be prepared\n");
		shell("sed 's/^/# /' '%s/prepared'", top);
		return 1;
	}
	if (shell("LD_PRELOAD=\"$LOUCE_FAULT_CALLS\" \"$LOUCE_BUILD/louce\" --help >/dev/null 2>&1") != 0) {
		printf("1..0 # SKIP a sanitizer has the allocator\n");
		return 0;
	}
	fd = open(page_path, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(*page)) != 0)
		return 1;
	page = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	acts_path = text_of("%s/template/acts", top);
	acts = fopen(acts_path, "r");
	if (!acts) {
		printf("Bail out! there is no list of acts\n");
		return 1;
	}
	while (getline(&line, &cap, acts) > 0) {
		struct act act;

		read_act(line, &act);
		if (is_wanted(act.name))
			try_act(&act, modes_wanted());
	}
	fclose(acts);
	free(acts_path);
	free(line);
	printf("1..%d\n", test_count);
	shell("rm -rf '%s'", top);
	return wrong_count > 0;
}
