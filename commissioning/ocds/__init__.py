"""The Open Contracting Data Standard, read: releases merged by process into notices and agreements."""
