// SPDX-License-Identifier: GPL-3.0-or-later
// bench-gates: what must hold before any figure is worth printing (bench.md). Exit 1 where one does
// not. The shipped program on a real disk; no time is judged, only what is on record when.
#include <ftw.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"
#include "rows.h"
#include "samples.h"

static struct host host;
static char clean[400];	  // the school before anybody tapped
static char durable[400]; // what of the database the disk was told to keep
static char seen[400];	  // a copy of that, to open

static void begin_anew(void)
{
	rows_copy(clean, host.database);
	for (unsigned i = 0; i < host.banks; i++) {
		model_reset(&host.models[i]);
		host.hands[i] = (struct hands){.person = host.hands[i].person};
	}
}

static int64_t on_record(const char *database, unsigned person, int door)
{
	char sql[400], uid[15];

	host_uid(person, uid);
	snprintf(sql, sizeof sql,
		"SELECT count(*) FROM intent i JOIN card c ON c.person = i.person"
		" JOIN event e ON e.person = i.person AND e.door = i.door AND e.kind = 'asked'"
		" JOIN decision d ON d.id = i.decision AND d.outcome = 'allow'"
		" WHERE c.uid = '%s' AND i.door = %d",
		uid, door + 1);
	return rows_number(database, sql);
}

struct durability {
	unsigned checked, found;
};

static void when_unlocked(void *arg, struct model *model)
{
	struct durability *durability = arg;

	rows_copy_with_log(durable, seen);
	durability->checked++;
	durability->found += on_record(seen, host.hands[0].person, model->unlocked_door) > 0;
}

static struct durability tap_on_a_forgetful_disk(unsigned taps, bool lying)
{
	struct durability durability = {0, 0};

	begin_anew();
	rows_copy(clean, durable);
	setenv("BENCH_SHADOW", ".durable", 1);
	if (lying)
		setenv("BENCH_LIE", "1", 1);
	host.models[0].on_unlock = when_unlocked;
	host.models[0].on_arg = &durability;
	host_start(&host);
	for (unsigned i = 0; i < taps; i++)
		host_tap(&host, 0);
	host_kill(&host);
	host.models[0].on_unlock = NULL;
	unsetenv("BENCH_SHADOW");
	unsetenv("BENCH_LIE");
	return durability;
}

static int gate_durable(const char *preload, unsigned taps)
{
	host.preload = preload;
	struct durability honest = tap_on_a_forgetful_disk(taps, false);
	struct durability lying = tap_on_a_forgetful_disk(2, true);

	host.preload = NULL;
	printf("durable when the unlock leaves: %u of %u; on a disk that only says it has synced "
	       "%u of %u\n",
		honest.found, honest.checked, lying.found, lying.checked);
	return honest.checked == taps && honest.found == taps && lying.found == 0 ? 0 : 1;
}

static bool card_sent(void *arg)
{
	return host.models[0].cards_sent != *(unsigned *)arg;
}

static bool observed(void *arg)
{
	(void)arg;
	return host.models[0].unlocks != host.hands[0].unlocks && model_is_quiet(&host.models[0]);
}

static void lay_card(void)
{
	unsigned before = host.models[0].cards_sent;

	hands_tap(&host, 0);
	host_serve(bench_now_ns() + 10000000000, card_sent, &before);
}

// From card event to the host's having fetched that the door is open.
static int64_t usual_interval(void)
{
	static struct samples interval;

	begin_anew();
	host_start(&host);
	for (unsigned i = 0; i < 9; i++) {
		lay_card();
		host_serve(bench_now_ns() + 10000000000, observed, NULL);
		samples_add(&interval, bench_now_ns() - host.models[0].card_sent_ns);
		host_kill(&host);
		begin_anew();
		host_start(&host);
	}
	host_kill(&host);
	return (int64_t)(samples_us(&interval, 50) * 1000);
}

enum phase { NOTHING_YET, RECORDED, UNLOCKED, OBSERVED, UNRECORDED, REOPENED, PHASES };
static const char *const phase_words[PHASES] = {"no row, no unlock", "row, no unlock",
	"row, unlock, not yet seen open", "row, unlock, seen open", "UNLOCK WITHOUT A ROW",
	"OPENED BY ITSELF AFTERWARDS"};

static bool ten_polls(void *arg)
{
	(void)arg;
	return host.models[0].polls > 16;
}

static enum phase kill_once(int64_t after_ns)
{
	struct model *bank = &host.models[0];
	enum phase phase;

	begin_anew();
	host_start(&host);
	lay_card();
	unsigned before = host.hands[0].unlocks;

	host_serve(bank->card_sent_ns + after_ns, NULL, NULL);
	bool was_observed = observed(NULL);

	host_kill(&host);
	bool opened = bank->unlocks != before;
	bool recorded = on_record(host.database, host.hands[0].person,
				opened ? bank->unlocked_door : 0) > 0;

	if (!opened)
		phase = recorded ? RECORDED : NOTHING_YET;
	else
		phase = !recorded ? UNRECORDED : was_observed ? OBSERVED : UNLOCKED;
	// The next start finds the card gone, and opens nothing by itself.
	bank->card[0] = '\0';
	before = bank->unlocks;
	host_start(&host);
	host_serve(bench_now_ns() + 10000000000, ten_polls, NULL);
	if (bank->unlocks != before)
		phase = REOPENED;
	host_kill(&host);
	return phase;
}

static int gate_kills(unsigned kills)
{
	unsigned counts[PHASES] = {0};
	int64_t interval = usual_interval();
	unsigned seed = 20261123;

	for (unsigned i = 0; i < kills; i++) {
		// Drawn from a little more than the interval, so that its end is reached too.
		int64_t after =
			(int64_t)((double)rand_r(&seed) / RAND_MAX * 1.25 * (double)interval);

		counts[kill_once(after)]++;
	}
	printf("%u kills within %.2f ms of a card event:\n", kills, 1.25 * (double)interval / 1e6);
	for (unsigned i = 0; i < PHASES; i++)
		printf("  %-32s %u\n", phase_words[i], counts[i]);
	return counts[UNRECORDED] || counts[REOPENED] ? 1 : 0;
}

struct awaited {
	const char *sql;
	int64_t least;
};

static bool is_there(void *arg)
{
	const struct awaited *awaited = arg;

	return rows_number(host.database, awaited->sql) >= awaited->least;
}

// Serves until the record holds what is awaited.
static bool await(const char *sql, int64_t least)
{
	struct awaited awaited = {sql, least};

	for (int64_t until = bench_now_ns() + 10000000000; bench_now_ns() < until;) {
		host_serve(bench_now_ns() + 5000000, NULL, NULL);
		if (is_there(&awaited))
			return true;
	}
	return false;
}

static int gate_refusals(void)
{
	char lost[15], ended[15];
	const char *const cards[] = {"04AAAAAAAAAA11", lost, ended, HOST_PUPIL};
	unsigned refused = 0, count = sizeof cards / sizeof *cards;

	begin_anew();
	host_uid(50, lost);
	host_uid(51, ended);
	host_command(&host, (char *[]){"hometime", "card", "lost", lost, "--by", "OFFICE", NULL});
	host_command(&host, (char *[]){"hometime", "card", "end", ended, "--by", "OFFICE", NULL});
	host_start(&host);
	unsigned before = host.models[0].unlocks;

	for (unsigned i = 0; i < count; i++) {
		model_card(&host.models[0], cards[i]);
		refused += await("SELECT count(*) FROM decision WHERE outcome <> 'allow'", i + 1);
	}
	host_stop(&host);
	unsigned sent = host.models[0].unlocks - before;

	printf("refusals: %u of %u on record, %u unlock commands sent\n", refused, count, sent);
	return refused == count && sent == 0 ? 0 : 1;
}

static bool card_taken(void *arg)
{
	(void)arg;
	return host.models[0].card[0] == '\0';
}

static int gate_race(void)
{
	struct model *bank = &host.models[0];
	char uid[15];

	begin_anew();
	rows_run(
		host.database, "UPDATE door SET in_use = 0, out_reason = 'bench' WHERE number > 1");
	host_start(&host);
	lay_card();
	unsigned before = host.hands[0].unlocks;

	// Right behind: as soon as the reader is free, with the first one's door not yet seen open.
	host_uid(host.hands[0].person + 1, uid);
	host_serve(bench_now_ns() + 10000000000, card_taken, NULL);
	model_card(bank, uid);
	while (!hands_move(&host, 0) && await("SELECT 1", 1))
		;
	bool second = await("SELECT count(*) FROM decision WHERE outcome = 'refer'", 1);
	int64_t custodies =
		rows_number(host.database, "SELECT count(*) FROM custody WHERE ended_at IS NULL");
	unsigned unlocks = bank->unlocks - before;

	host_stop(&host);
	printf("two cards, one door left: %u unlock, %lld custody, the other %s\n", unlocks,
		(long long)custodies, second ? "referred" : "LEFT WITHOUT AN ANSWER");
	return unlocks == 1 && custodies == 1 && second ? 0 : 1;
}

static int take_away(const char *path, const struct stat *what, int kind, struct FTW *where)
{
	(void)what, (void)kind, (void)where;
	return remove(path);
}

int main(int argc, char **argv)
{
	unsigned kills = 200, taps = 40;
	const char *program = NULL, *folder = NULL, *preload = NULL;
	char own[] = "/var/tmp/hometime-gates-XXXXXX"; // not /tmp, which may be no disk
	int option, failed;

	while ((option = getopt(argc, argv, "k:p:d:w:")) != -1) {
		if (option == 'k')
			kills = (unsigned)atoi(optarg);
		else if (option == 'p')
			program = optarg;
		else if (option == 'd')
			folder = optarg;
		else if (option == 'w')
			preload = optarg;
	}
	if (!program || !preload) {
		fprintf(stderr,
			"usage: bench-gates -p HOMETIME -w WATCH.so [-d FOLDER] [-k KILLS]\n");
		return 2;
	}
	if (!folder && !(folder = mkdtemp(own)))
		bench_give_up("cannot make a folder in /var/tmp");
	host_prepare(&host, &(struct school){program, folder, 60, 1, 1, 8});
	host_start(&host); // its banks come on record
	host_stop(&host);
	snprintf(clean, sizeof clean, "%s/clean.db", folder);
	snprintf(durable, sizeof durable, "%s.durable", host.database);
	snprintf(seen, sizeof seen, "%s/seen.sqlite", folder);
	rows_copy(host.database, clean);
	if (kills < 40)
		taps = 6;
	host.poll_ms = 2; // only so that a round takes less time
	failed = gate_durable(preload, taps);
	failed |= gate_refusals();
	failed |= gate_race();
	failed |= gate_kills(kills);
	host_close(&host);
	if (folder == own)
		nftw(own, take_away, 8, FTW_DEPTH | FTW_PHYS);
	printf(failed ? "A GATE DOES NOT HOLD: no figure counts\n" : "all gates hold\n");
	return failed;
}
