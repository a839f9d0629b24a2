"""What validation found, written for people, editors, CI and other programs: one report, one function per format."""
