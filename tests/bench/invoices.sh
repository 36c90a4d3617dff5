#!/bin/sh
# Measures the pages and files of invoices: what the list, its searches and the start page cost where
# an account has many of them and where it has few, by turns, in one run; and how long the list as a
# spreadsheet and the documents as one file take, and how much memory their worker.
#
#	sh tests/bench/invoices.sh
#
# Printed are medians, and the median of the ratios of the pairs. No time makes it fail; statements
# and memory are asserted by tests/pages/test_invoices.c and test_invoice_files.c. It works in
# build/bench with optimised programs and leaves nothing running.
#
# From the environment:
#	PAIRS		of each kind; 100
#	FILES		of each kind; 20
#	MANY		invoices of the large account; 5000
#	DOCUMENTS	of its newest invoices have a PDF; 300
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/invoices

. "$source/tests/bench/portal.sh"

settings=
portal_start
portal_load "$source/tests/bench/invoices.mjs"
