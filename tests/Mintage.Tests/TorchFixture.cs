using System.Runtime.CompilerServices;
using Mintage.Runtime;
using Xunit.Sdk;
using Xunit.v3;

// Tensors, dispose scopes and the live-tensor count are global: one test class at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Mintage.Tests;

/// <summary>One thread per operation in every test, as in every task of a study.</summary>
internal static class TorchFixture
{
    [ModuleInitializer]
    internal static void Start() => TorchRuntime.Start(threads: 1);
}
