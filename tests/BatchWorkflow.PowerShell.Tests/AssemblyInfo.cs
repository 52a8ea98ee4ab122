using Xunit.Sdk;
using Xunit.v3;

// PowerShell keeps state for the whole process: sessions of one process take turns.
[assembly: Parallelization(Mode = ParallelMode.None)]
