#!/bin/sh
# Measures whether pages that write messages answer more slowly while the mail server is away: the
# portal with its demonstration data, courier beside it, and one load of requests in blocks by turns
# while the mail server answers, refuses connections, or accepts them and never says a word.
#
#	sh tests/bench/mail-down.sh
#
# Printed are the medians of the blocks, their ratios to the block of the same round with a mail
# server that answers, how many messages waited, and how fast they left when it was back. A second
# block with a server that answers shows what is chance. No time makes it fail: it ends with 1
# only where a page errs, or a message is lost. It works in build/bench with optimised programs and
# leaves nothing running.
#
# From the environment:
#	ROUNDS		times that all four blocks are run; 8
#	COUNT		changes in one block, two pages looked at before each; 400
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/mail-down

. "$source/tests/bench/portal.sh"

BENCH_MAIL_PORT=$(free_port 18400)
export BENCH_MAIL_PORT
# Mail to the port above, and no limit between the load and its messages.
settings="mail.transport = smtp
mail.smtp_url = smtp://127.0.0.1:$BENCH_MAIL_PORT
code.gap_sec = 0
code.sends_hour = 100
code.sends_day = 100"
portal_start
portal_load "$source/tests/bench/mail-down.mjs"
