using Mintage.Runtime;

var (loads, detail) = TorchRuntime.Probe();
Console.WriteLine(detail);
return loads ? 0 : 2;
