# coding: utf-9
import torch
