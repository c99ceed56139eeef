using FeatureForge.Cli.Commands;

return ProgramCommand.Invoke(args);
