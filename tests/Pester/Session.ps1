# Dot-sourced in BeforeAll: imports the module and gives the tests a state and a workflow of their own.

Import-Module (Join-Path $PSScriptRoot '../../BatchWorkflow.psd1') -Force
$env:BATCHWORKFLOW_STATE = Join-Path $TestDrive state

# A workflow of one local server and one taskserv; -Create is the script that installs it.
function New-SampleWorkflow {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It writes into the test drive.')]
    param(
        [string] $Create = 'true',
        [string] $Check = 'exit 1',
        [string] $OnFailure = 'fail',
        # Puts an operation behind the taskserv's: a run that is held there has something left to do.
        [switch] $GoesOn
    )
    $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid().ToString('N').Substring(0, 8).Insert(0, 'w'))) -ItemType Directory
    $taskserv = New-Item (Join-Path $folder taskservs/thing) -ItemType Directory
    Set-Content (Join-Path $taskserv taskserv.yaml) 'description: A thing.'
    Set-Content (Join-Path $taskserv create.sh) "#!/bin/sh`nset -eu`n$Create"
    Set-Content (Join-Path $taskserv check.sh) "#!/bin/sh`nset -eu`n$Check"
    Set-Content (Join-Path $taskserv delete.sh) "#!/bin/sh`nrm -f `"`$BW_ROOT/thing`""
    Set-Content (Join-Path $folder infrastructure.yaml) "servers: [{ name: s1 }]`nproviders: { local: { ports: 0, port_range_size: 1 } }"
    $file = Join-Path $folder workflow.yaml
    Set-Content $file @"
name: $($folder.Name)
operations:
  - { id: make, type: create, target: server, items: [s1] }
  - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: $OnFailure }
$(if ($GoesOn) { '  - { id: look, type: check, target: taskserv, items: [thing], depends_on: [install] }' })
retry_policy: { max_attempts: 1 }
"@
    $file
}

# Waits for a condition, and fails the test when it does not come true.
function Wait-Condition {
    param([scriptblock] $Condition, $Argument)
    $end = [datetime]::UtcNow.AddMinutes(2)
    while (-not (& $Condition $Argument)) {
        if ([datetime]::UtcNow -gt $end) { throw "It never came true: $Condition" }
        Start-Sleep -Milliseconds 50
    }
}

# Waits until a taskserv's script of the run is under way.
function Wait-Script {
    param([string] $Id)
    Wait-Condition { (Get-BatchStatus $args[0] -Detailed).StepList.Where({ $_.Running -and $_.Taskserv }) } $Id
}

# Waits until another process has submitted a workflow, and gives the run's id.
function Wait-Run {
    param([string] $Path)
    Wait-Condition { Get-BatchStatus | Where-Object Path -EQ $args[0] } $Path
    (Get-BatchStatus | Where-Object Path -EQ $Path).Id
}
