package nonisolated(unsafe) var debugTables = false
