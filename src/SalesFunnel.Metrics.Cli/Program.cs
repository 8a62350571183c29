using System.Text;
using SalesFunnel.Metrics.Cli;

// Reports hold characters beyond ASCII whatever the code page of the console is.
if (!Console.IsOutputRedirected)
    Console.OutputEncoding = Encoding.UTF8;
using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
return CommandLine.Run(args, output, Console.Error, isInteractive: !Console.IsOutputRedirected, showsProgress: !Console.IsErrorRedirected);
