Console.WriteLine("benchmarks: engine");
